import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { MESSAGE_TYPES, type MessageType } from '../service/message.ts';
import { parseFilter, parseTagExpression, type TagFilter } from '../service/tags.ts';
import { FORMATS, type Format } from '../text/format.ts';
import { parseIntegerText } from '../text/numbers.ts';
import { isBlank, trim } from '../text/whitespace.ts';
import type { Fields } from './fields.ts';
import { cleanForm, type Form } from './forms.ts';
import { applyRules, readRules, type MappingOptions } from './mapping.ts';
import type { Payload } from './payload.ts';
import { Refusal } from './refusal.ts';

/** What a value counts as where only its being there matters: zero and everything empty is nothing. */
function isNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return !value;
}

/** The fields of a notification as the caller means them: mapped, checked as a whole, with some left. */
export function readFields(
  { fields, isForm, isShapeless, uploads }: Payload,
  query: URLSearchParams,
  form: Form,
  mapping: MappingOptions,
): Fields {
  applyRules(readRules(query), fields, mapping);
  if (isShapeless) throw new Refusal('invalid-json');
  if (isForm) {
    const hasEmptyFile = uploads.some(({ field, bytes }) => field === 'attachment' && bytes === 0);
    if (!cleanForm(fields, form) || hasEmptyFile) throw new Refusal('invalid-form');
  } else if (fields.isEmpty) throw new Refusal('invalid-form');
  return fields;
}

/** The fields that the query may hold where the payload says nothing. */
export const QUERY_FIELDS = ['tag', 'tags', 'title', 'type', 'format'] as const;
type QueryField = (typeof QUERY_FIELDS)[number];

/** The value of a field, or of the query where the payload says nothing. */
function valueOf(name: QueryField, fields: Fields, query: URLSearchParams): unknown {
  const value = fields.get(name);
  return isNothing(value) ? (query.get(name) ?? value) : value;
}

/** Which services a notification is for; undefined if it does not say. */
export function readFilter(
  fields: Fields,
  query: URLSearchParams,
): { readonly filter: TagFilter | undefined } | undefined {
  const candidates = [fields.get('tag'), fields.get('tags'), query.get('tag'), query.get('tags')];
  const value = candidates.find((candidate) => !isNothing(candidate));
  if (value === undefined) return undefined;
  const expression = typeof value === 'string' ? parseTagExpression(value) : isTagList(value) ? value : undefined;
  if (expression === undefined) throw new Refusal('invalid-tags');
  return { filter: parseFilter(expression) };
}

/** A list of texts and of lists of texts. */
const isTagList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' || isTagList(item));

/** What a notification says. */
export interface Message {
  readonly title: string;
  readonly body: string;
  readonly type: MessageType;
  readonly format: Format | undefined;
}

/** A text of the payload, empty if there is none; what is no text is a mistake of the caller. */
function readText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isNothing(value)) return '';
  throw new Refusal('payload-incomplete');
}

export function readMessage(fields: Fields, query: URLSearchParams, hasAttachments: boolean): Message {
  const body = readText(fields.get('body'));
  const title = readText(valueOf('title', fields, query));
  const wantedType = valueOf('type', fields, query);
  const type = wantedType === undefined ? 'info' : MESSAGE_TYPES.find((known) => known === wantedType);
  if (type === undefined || (body === '' && !hasAttachments)) throw new Refusal('payload-incomplete');
  const wantedFormat = valueOf('format', fields, query);
  const format = wantedFormat === undefined ? 'text' : FORMATS.find((known) => known === wantedFormat);
  if (format === undefined && !isNothing(wantedFormat)) throw new Refusal('invalid-body-format');
  return { title, body, type, format };
}

/** The names that attachments may be given under. */
export const ATTACHMENT_NAMES = ['attach', 'attachment', 'attachments'] as const;

const isGiven = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/** The attachments a payload names, under the first of the names for them that is used. */
export function readAttachments({ fields, isForm }: Payload): readonly unknown[] {
  const name = ATTACHMENT_NAMES.find((candidate) => (isForm ? fields.has(candidate) : isGiven(fields.get(candidate))));
  if (name === undefined) return [];
  if (isForm) return fields.all(name).filter((value) => typeof value !== 'string' || !isBlank(value));
  const value = fields.get(name);
  if (Array.isArray(value)) return value;
  return typeof value === 'string' || typeof value === 'object' ? [value] : [];
}

const header = (headers: IncomingHttpHeaders, name: string): string | undefined => headers[name]?.toString();

/** How often a notification has passed a server like this one, and the name it goes by. */
export function readRecursion(
  headers: IncomingHttpHeaders,
  limit: number,
): { readonly count: number; readonly id: string } {
  const text = header(headers, 'x-apprise-recursion-count');
  const count = text === undefined ? 0 : (parseIntegerText(text) ?? -1);
  if (count < 0) throw new Refusal('invalid-recursion');
  if (count > limit) throw new Refusal('recursion-limit');
  return { count, id: trim(header(headers, 'x-apprise-id') ?? '') || randomUUID() };
}
