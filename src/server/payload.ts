import { isUtf8 } from 'node:buffer';
import { readBody } from './body.ts';
import type { Settings } from './environment.ts';
import type { Exchange } from './exchange.ts';
import { Fields } from './fields.ts';
import { isJson } from './negotiation.ts';
import { Refusal, type RefusalCode } from './refusal.ts';
import { MAX_FORM_FIELDS, type FormReceiver, type Upload } from './uploads.ts';

/** Deeper JSON is nobody's payload. */
const MAX_JSON_DEPTH = 1000;

/** What a caller sent, whatever it was written in. */
export interface Payload {
  readonly isForm: boolean;
  /** Rules of a mapping change them. */
  readonly fields: Fields;
  /** Whoever read the payload disposes of them. */
  readonly uploads: readonly Upload[];
  /** JSON that has no fields because it is no object, such as `["x"]`. */
  readonly isShapeless: boolean;
}

/** What may be wrong with a payload as such. */
export const PAYLOAD_REFUSALS: readonly RefusalCode[] = [
  'invalid-json',
  'invalid-form',
  'json-too-large',
  'form-too-large',
];

const NO_UPLOADS: readonly Upload[] = [];

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function isTooDeep(value: unknown): boolean {
  let level = [value].filter(isObject);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_JSON_DEPTH) return true;
    level = level.flatMap((item) => Object.values(item) as unknown[]).filter(isObject);
  }
  return false;
}

/** Whether an urlencoded text has more fields than a form may have; found out before they are taken apart. */
function hasTooManyFields(text: string): boolean {
  let count = 1;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) if (++count > MAX_FORM_FIELDS) return true;
  return false;
}

function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new Refusal('invalid-json');
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal('invalid-json');
  }
}

async function readJson(exchange: Exchange, { maxPayloadBytes }: Settings): Promise<Payload> {
  const value = parseJson(await readBody(exchange, maxPayloadBytes, 'json-too-large'));
  if (isTooDeep(value)) throw new Refusal('invalid-json');
  const isMapping = isObject(value) && !Array.isArray(value);
  const isEmpty = !value || (Array.isArray(value) && value.length === 0);
  return {
    isForm: false,
    fields: isMapping ? Fields.fromObject(value) : new Fields(),
    uploads: NO_UPLOADS,
    isShapeless: !isMapping && !isEmpty,
  };
}

async function readUrlEncoded(exchange: Exchange, { maxPayloadBytes }: Settings): Promise<Payload> {
  const body = await readBody(exchange, maxPayloadBytes, 'form-too-large');
  const text = body.toString();
  if (hasTooManyFields(text)) throw new Refusal('invalid-form');
  return { isForm: true, fields: Fields.fromPairs(new URLSearchParams(text)), uploads: NO_UPLOADS, isShapeless: false };
}

const NOTHING: Omit<Payload, 'fields'> = { isForm: true, uploads: NO_UPLOADS, isShapeless: false };

/** Reads what a caller sent; a type that is neither JSON nor a form counts as an empty form. */
export async function readPayload(
  exchange: Exchange,
  { settings, forms }: { readonly settings: Settings; readonly forms: FormReceiver },
): Promise<Payload> {
  const type = exchange.request.headers['content-type'];
  if (isJson(type)) return readJson(exchange, settings);
  if (type === undefined) return { ...NOTHING, fields: new Fields() };
  if (/^application\/x-www-form-urlencoded/i.test(type)) return readUrlEncoded(exchange, settings);
  if (/^multipart\/form-data/i.test(type)) return { ...NOTHING, ...(await forms.receive(exchange, type)) };
  return { ...NOTHING, fields: new Fields() };
}
