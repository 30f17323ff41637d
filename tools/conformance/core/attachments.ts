import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AttachmentLoader, checkPlace, PLACES, type Fetch, type Place } from '../../../src/attachments/loader.ts';
import { formatLocation, parseLocation, type AttachmentLocation } from '../../../src/attachments/location.ts';
import { memoryAttachment } from '../../../src/attachments/memory.ts';
import type { Attachment } from '../../../src/service/message.ts';
import { extensionOfType, typeOfName } from '../../../src/text/mime.ts';
import { TransportError } from '../../../src/transport/http/errors.ts';
import { isObject } from '../compare.ts';
import { readRows } from '../runner.ts';
import { sendAsJson, sendToSink } from './attachments-sent.ts';
import { attempt, replaceDeep, Skip, type JudgeContext, type Row } from './judge.ts';

type Bytes = { readonly latin1: string };

const folders = new Map<string, Readonly<Record<string, Bytes>>>();

/** The files all rows speak of, by their path below `{DIR}`. */
function filesOf(dir: string): Readonly<Record<string, Bytes>> {
  let known = folders.get(dir);
  if (!known) {
    const row = readRows<Row>(join(dir, 'core', 'attachments.jsonl')).find(({ kind }) => kind === 'files');
    folders.set(dir, (known = (row?.out ?? {}) as Readonly<Record<string, Bytes>>));
  }
  return known;
}

/** A new directory with the files; stands for `{DIR}`. */
function prepareFiles(context: JudgeContext): string {
  const root = context.temporaryDirectory();
  for (const [name, { latin1 }] of Object.entries(filesOf(context.dir))) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), Buffer.from(latin1, 'latin1'));
  }
  return root;
}

const placeOf = (text: unknown): Place | undefined => {
  if (typeof text !== 'string' || text === '') return undefined;
  const place = PLACES.find((known) => known === text.toLowerCase());
  if (place === undefined) throw new TypeError('no such place');
  return place;
};

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly error?: boolean;
}

/** A web that gives the same answer to everybody, and remembers what it was asked. */
class Web {
  readonly requests: unknown[] = [];
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  readonly fetch: Fetch = async ({ method, url, headers }, options, { path, maxBytes }) => {
    this.requests.push({
      url,
      method,
      headers: Object.fromEntries(headers),
      verify: options.verify,
      redirects: options.followRedirects,
      connect_timeout: options.connectTimeoutSeconds,
      read_timeout: options.readTimeoutSeconds,
    });
    const { status = 200, headers: served = {}, body = 'data', error } = this.#answer;
    if (error) throw new TransportError('unreachable', 'connect', 'no connection');
    const known = new Map(Object.entries(served).map(([name, value]) => [name.toLowerCase(), value]));
    if (body.length > maxBytes || Number(known.get('content-length')) > maxBytes)
      throw new TransportError('too-large', 'reply', 'too large');
    if (status < 400) writeFileSync(path, body);
    return { status, headers: known, bytes: status < 400 ? body.length : 0 };
  };
}

const newLoader = (context: JudgeContext, web: Web, options: { maxBytes?: number; place?: Place | undefined } = {}) =>
  new AttachmentLoader({
    fetch: web.fetch,
    directory: context.temporaryDirectory(),
    userAgent: 'Apprise',
    followRedirects: true,
    ...options,
  });

const contentOf = ({ source }: Attachment): Buffer =>
  'bytes' in source ? Buffer.from(source.bytes) : readFileSync(source.path);

const describe = (attachment: Attachment): Record<string, unknown> => ({
  available: true,
  name: attachment.name,
  mimetype: attachment.type,
  size: attachment.size,
  base64: contentOf(attachment).toString('base64'),
});

const describeMissing = (name: string | undefined): Record<string, unknown> => ({
  available: false,
  name: name ?? null,
  mimetype: null,
  size: 0,
});

async function describeLocation(text: string, loader: AttachmentLoader): Promise<Record<string, unknown>> {
  const location = parseLocation(text);
  return {
    kind: location.kind,
    url: formatLocation(location),
    privacy_url: formatLocation(location, { masked: true }),
    cache: location.cache ?? null,
    ...(await loader.load(text).then(describe, () => describeMissing(location.name))),
  };
}

async function judgeUrl(row: Row, context: JudgeContext): Promise<unknown> {
  const root = prepareFiles(context);
  const text = String(row.in['url']).replaceAll('{DIR}', root);
  try {
    parseLocation(text);
  } catch {
    return { valid: false };
  }
  const described = await describeLocation(text, newLoader(context, new Web({ error: true })));
  return replaceDeep({ valid: true, ...described }, root, '{DIR}');
}

async function judgeWeb(row: Row, context: JudgeContext, answer: Answer): Promise<unknown> {
  const web = new Web(answer);
  const url = String(row.in['url']);
  if (row.kind === 'http_url' && 'raises' in asRecord(attempt(() => parseLocation(url)))) return { valid: false };
  const described = await describeLocation(url, newLoader(context, web));
  if (row.kind !== 'http_url') return described;
  return { valid: true, ...described, request: web.requests[0], requests: web.requests.length };
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {});

async function judgeLimit(row: Row, context: JudgeContext): Promise<unknown> {
  const { kind, limit } = row.in as { kind: string; limit: number };
  const web = new Web({ body: 'hello' });
  const sources: Readonly<Record<string, string | Attachment>> = {
    file: join(prepareFiles(context), 'a.txt'),
    http: 'http://h.example/a.txt',
    memory: memoryAttachment('hello'),
  };
  const source = sources[kind];
  if (source === undefined) throw new Skip(`no attachment of the kind ${kind}`);
  return newLoader(context, web, { maxBytes: limit })
    .load(source)
    .then(
      ({ size }) => ({ available: true, size }),
      () => ({ available: false, size: 0 }),
    );
}

async function judgeMemory(row: Row, context: JudgeContext): Promise<unknown> {
  const { content, encoding } = row.in as { content?: unknown; encoding?: 'latin-1' };
  const isText = typeof content === 'string';
  if (!isText && !isObject(content) && content !== null && content !== undefined) return { raises: 'TypeError' };
  const bytes = isObject(content) ? Buffer.from(String(content['latin1']), 'latin1') : Buffer.alloc(0);
  const encoded = isText && encoding === 'latin-1' ? Buffer.from(content, 'latin1') : content;
  const name = row.in['name'] as string | undefined;
  const type = (row.in['mimetype'] ?? (isText ? 'text/plain' : undefined)) as string | undefined;
  const attachment = memoryAttachment(isText ? (encoded as string | Uint8Array) : bytes, { name, type });
  const loaded = newLoader(context, new Web({})).load(attachment);
  return { kind: 'memory', cache: null, ...(await loaded.then(describe, () => describeMissing(attachment.name))) };
}

/** Attachments given together keep their copies for as long as they are used. */
const inList = (location: AttachmentLocation): AttachmentLocation => ({ ...location, cache: true });

function listed(source: unknown, place: Place | undefined): string {
  if (source === 'memory object') {
    checkPlace('memory', place);
    return 'memory://m.txt?mime=text/plain';
  }
  if (typeof source !== 'string') throw new TypeError('no location');
  const location = parseLocation(source);
  checkPlace(location.kind, place);
  return formatLocation(inList(location));
}

function judgeList(row: Row, context: JudgeContext): unknown {
  const root = prepareFiles(context);
  const { location, paths } = replaceDeep(row.in, '{DIR}', root);
  const judged = attempt(() => {
    const place = placeOf(location);
    const sources = typeof paths === 'string' ? [paths] : (paths ?? []);
    if (!Array.isArray(sources)) throw new TypeError('no list');
    const urls = sources.map((source: unknown) => listed(source, place));
    return { count: urls.length, urls };
  });
  return replaceDeep(judged, root, '{DIR}');
}

/** The locations a call names. */
const sourcesOf = (attach: unknown, root: string): readonly string[] =>
  [(attach ?? []) as string | readonly string[]].flat().map((source) => source.replaceAll('{DIR}', root));

const addressOf = (source: string): string => formatLocation(inList(parseLocation(source)));

async function judgeSink(row: Row, context: JudgeContext): Promise<unknown> {
  const root = prepareFiles(context);
  const {
    attachment_support: supportsAttachments = true,
    overflow = 'upstream',
    body_maxlen: maxBody = 32768,
    call = { body: 'b', attach: row.in['attach'] },
    location,
  } = row.in as {
    attachment_support?: boolean;
    overflow?: string;
    body_maxlen?: number;
    call?: { body?: string | null; title?: string | null; attach?: unknown };
    location?: string;
  };
  const loader = newLoader(context, new Web({}), { place: placeOf(location) });
  const notification = { body: call.body ?? undefined, title: call.title ?? undefined };
  const sink = { supportsAttachments, overflow, maxBody };
  const { result, received } = await sendToSink(sink, loader, sourcesOf(call.attach, root), notification);
  const known = received.map((message) => ({ ...message, attach: message.attach.map(addressOf) }));
  return replaceDeep({ result, received: known }, root, '{DIR}');
}

function judgePayload(row: Row, context: JudgeContext): unknown {
  const root = prepareFiles(context);
  const sources = sourcesOf(row.in['attach'], root);
  return sendAsJson(newLoader(context, new Web({})), sources, { title: 't', body: 'b' });
}

async function judgeCache(row: Row, context: JudgeContext): Promise<unknown> {
  const web = new Web({});
  await newLoader(context, web).load(`http://h.example/a?cache=${row.in['cache'] === false ? 'no' : 'yes'}`);
  return { requests: web.requests.length };
}

async function judgeError(row: Row, context: JudgeContext): Promise<unknown> {
  const { available, name } = await describeLocation(
    'http://h.example/path/file.bin',
    newLoader(context, new Web({ error: true })),
  );
  return { available, name };
}

export function judge(row: Row, context: JudgeContext): unknown {
  switch (row.kind) {
    case 'files':
      throw new Skip('only says which files there are');
    case 'url':
      return judgeUrl(row, context);
    case 'http_url':
    case 'http_headers':
      return judgeWeb(row, context, { headers: row.in['served'] as Readonly<Record<string, string>> });
    case 'http_status':
      return judgeWeb(row, context, { status: row.in['status'] as number });
    case 'http_error':
      return judgeError(row, context);
    case 'http_cache':
      return judgeCache(row, context);
    case 'limit':
      return judgeLimit(row, context);
    case 'memory':
      return judgeMemory(row, context);
    case 'list':
      return judgeList(row, context);
    case 'notify':
    case 'notify_location':
      return judgeSink(row, context);
    case 'json_payload':
      return judgePayload(row, context);
    case 'type_of_extension':
    case 'type_of_extension_unofficial':
      return typeOfName(`name${String(row.in['extension'])}`) ?? null;
    case 'extension_of_type':
      return extensionOfType(String(row.in['type'])) ?? null;
    case 'type_of_name':
      return typeOfName(String(row.in['name'])) ?? null;
    default:
      throw new Skip(`no judge for ${row.kind}`);
  }
}

/** A text with a random part, as a pattern. */
function withPatterns(value: unknown): unknown {
  if (value === '{random}') return '<volatile>';
  const [, ending] = typeof value === 'string' ? (/^\{36 random characters\}(\.\w+)$/.exec(value) ?? []) : [];
  if (ending !== undefined) return { $regex: `^.{36}\\${ending}$` };
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPatterns(item)]))
    : value;
}

export function prepare(row: Row): Row {
  const out = withPatterns(row.out);
  if (!isObject(out)) return row;
  if (row.kind === 'memory') {
    // Content at hand has no address here.
    const { url: _, privacy_url: __, ...rest } = out;
    return { ...row, out: rest };
  }
  if (row.kind === 'notify' && row.in['attachment_support'] === false) {
    // A service that cannot use attachments is not given any here; there it is, and ignores them.
    const received = (out['received'] as readonly object[]).map((message) => ({ ...message, attach: [] }));
    return { ...row, out: { ...out, received } };
  }
  return { ...row, out };
}
