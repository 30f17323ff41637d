import { parseBoolean } from '../text/boolean.ts';
import { parseList, sortByText } from '../text/lists.ts';
import { parseFloatText, parseIntegerText } from '../text/numbers.ts';
import { unquote } from '../text/percent.ts';
import { splitPath, type UrlParts } from '../text/url.ts';
import type { AnyDefinition, Raw } from './define.ts';
import { UrlError } from './errors.ts';
import {
  isPlural,
  keyOf,
  writeRecipient,
  type ChoiceField,
  type Field,
  type RecipientKind,
  type RecipientsField,
} from './fields.ts';
import { rawOptions } from './options.ts';
import { shapeOf, type Shape } from './shape.ts';
import type { Layout } from './template.ts';

/** The name under which a field is found in raw settings. */
export const rawNameOf = (name: string, field: Field): string => field.mapTo ?? name;

const splitter = (field: Field): ((text: string) => readonly string[]) =>
  (isPlural(field) ? field.split : undefined) ?? parseList;

/** Where the query of a URL has its say: a scalar replaces what the place in the URL gave, a list adds to it. */
function readQuery(definition: AnyDefinition, raw: Raw, { query }: UrlParts): void {
  for (const { name, field, queryNames } of shapeOf(definition).queried) {
    const target = rawNameOf(name, field);
    const values = queryNames.flatMap((queryName) => query.get(queryName) || []);
    if (isPlural(field)) {
      const given = (raw[target] as readonly string[] | undefined) ?? [];
      raw[target] = [...given, ...values.flatMap(splitter(field))];
    } else if (values.length > 0) raw[target] = values[0];
  }
}

function readPlaces({ byKey }: Shape, places: Layout, raw: Raw, parts: UrlParts): void {
  const put = (key: string | undefined, value: string | number | readonly string[] | undefined) => {
    const found = key === undefined ? undefined : byKey.get(key);
    if (found && value !== undefined) raw[rawNameOf(found.name, found.field)] = value;
  };
  const plural = (key: string | undefined) => {
    const found = key === undefined ? undefined : byKey.get(key);
    return found !== undefined && isPlural(found.field);
  };
  const entries = splitPath(parts.path ?? '');
  put(places.user, parts.user === undefined ? undefined : unquote(parts.user));
  put(places.password, parts.password === undefined ? undefined : unquote(parts.password));
  put(places.port, parts.port);
  const host = unquote(parts.host);
  if (plural(places.host)) put(places.host, [...(host ? [host] : []), ...entries.splice(0)]);
  else put(places.host, host);
  for (const key of places.path) put(key, plural(key) ? entries.splice(0) : entries.shift());
}

/**
 * The parts of a URL with what its query says of user, password and port. A user of the query beside one of the address
 * makes the latter the password.
 */
function withCredentials(parts: UrlParts): UrlParts {
  const { query } = parts;
  if (!query.has('user') && !query.has('password') && !query.has('pass') && !query.has('port')) return parts;
  const user = query.get('user');
  const password = query.get('pass') ?? query.get('password') ?? parts.password;
  const port = query.get('port');
  return {
    ...parts,
    user: user ?? parts.user,
    password: password ?? (user === undefined ? undefined : parts.user),
    port: port ? parseIntegerText(port) : parts.port,
  };
}

/** The raw settings of a URL: what each place of its templates and its query say, unchecked. */
export function readRaw(definition: AnyDefinition, written: UrlParts): Raw | undefined {
  const parts = withCredentials(written);
  const raw: Raw = { ...rawOptions(parts.query), '+': parts.headers, '-': parts.params, ':': parts.payload };
  for (const name of ['host', 'user', 'password'] as const)
    if (parts[name] !== undefined) raw[name] = unquote(parts[name]);
  if (parts.port !== undefined) raw['port'] = parts.port;
  if (parts.path !== undefined) raw['fullpath'] = parts.path;
  const shape = shapeOf(definition);
  if (shape.layout) readPlaces(shape, shape.layout, raw, parts);
  const placed = definition.read ? definition.read(raw, parts) : raw;
  if (placed) readQuery(definition, placed, parts);
  return placed;
}

const invalid = (name: string): never => {
  throw new UrlError('invalid-field', { field: name });
};

/** What a text stands for among synonyms: by the whole of it, by its beginning, or by the longest that it starts with. */
function readSynonym({ synonyms = {}, match }: ChoiceField, wanted: string): string | number | undefined {
  const fitting = Object.entries(synonyms).filter(([synonym]) => {
    if (match === 'prefix') return wanted !== '' && synonym.startsWith(wanted);
    return match === 'start' ? wanted.startsWith(synonym) : wanted === synonym;
  });
  return fitting.toSorted(([one], [other]) => other.length - one.length)[0]?.[1];
}

function readChoice(name: string, field: ChoiceField, text: string): string | number | undefined {
  const wanted = text.toLowerCase().trim();
  const synonym = readSynonym(field, wanted);
  if (synonym !== undefined) return synonym;
  const found = field.values.find((value) => {
    const known = String(value).toLowerCase();
    return field.match === 'prefix' ? wanted !== '' && known.startsWith(wanted) : known === wanted;
  });
  return found ?? (field.lenient ? field.default : invalid(name));
}

/** The value a kind keeps of a text, or undefined if it does not take it. */
const keep = ({ read, prefix = '', fallback = false, pattern }: RecipientKind, text: string): string | undefined =>
  read ? read(text) : readPlain(text, prefix, fallback, pattern);

function readRecipients(field: RecipientsField, values: readonly string[]): Record<string, string[]> {
  const kinds = Object.entries(field.kinds);
  const ordered = [...kinds.filter(([, kind]) => !kind.fallback), ...kinds.filter(([, kind]) => kind.fallback)];
  const invalid: string[] = [];
  const found = Object.fromEntries(kinds.map(([name]): [string, string[]] => [name, []]));
  const take = (text: string): boolean =>
    ordered.some(([name, kind]) => {
      const kept = keep(kind, text);
      if (kept !== undefined) found[name]!.push(kept);
      return kept !== undefined;
    });
  for (const value of values) {
    if (take(value)) continue;
    invalid.push(...(field.split?.(value) ?? [value]).filter((part) => !take(part)));
  }
  // As they are written, so that the URL written of them reads back to the same order.
  if (field.sorted)
    for (const [name, kind] of kinds) found[name] = sortByText(found[name]!, (item) => writeRecipient(kind, item));
  return { ...found, invalid };
}

function readPlain(value: string, prefix: string, fallback: boolean, pattern: RegExp | undefined): string | undefined {
  const marked = value.startsWith(prefix);
  if (!marked && !fallback) return undefined;
  const bare = marked ? value.slice(prefix.length) : value;
  return bare !== '' && (pattern?.test(bare) ?? true) ? bare : undefined;
}

/** A raw setting as text. */
export const asText = (value: unknown): string => String(value);
const asList = (value: unknown, field: Field): readonly string[] => {
  if (value === undefined || value === null) return [];
  const items = Array.isArray(value) ? value.map(asText) : splitter(field)(asText(value));
  return isPlural(field) && field.sorted ? [...new Set(items.flatMap(splitter(field)))].toSorted() : items;
};

function readNumber(name: string, field: Field & { kind: 'integer' | 'float' }, value: unknown): number | undefined {
  const number = field.kind === 'integer' ? parseIntegerText(asText(value)) : parseFloatText(asText(value));
  const fits = number !== undefined && number >= (field.min ?? -Infinity) && number <= (field.max ?? Infinity);
  return fits ? number : field.lenient ? field.default : invalid(name);
}

/** Names and values of maps are encoded twice in URLs that hold what a query cannot. */
const decodeTwice = (pairs: ReadonlyMap<string, string>): Map<string, string> =>
  new Map(Array.from(pairs, ([name, value]) => [unquote(name), unquote(value)]));

/** The checked setting of one field. */
function readField(name: string, field: Field, value: unknown): unknown {
  const absent = value === undefined || value === null || value === '';
  switch (field.kind) {
    case 'flag':
      return absent
        ? (field.default ?? false)
        : typeof value === 'boolean'
          ? value
          : parseBoolean(asText(value), field.default ?? false);
    case 'list': {
      const items = asList(value, field);
      return items.length === 0 ? (field.default ?? items) : items;
    }
    case 'recipients':
      return readRecipients(field, asList(value, field));
    case 'map':
      return value instanceof Map ? decodeTwice(value) : new Map<string, string>();
    case 'path':
      return absent ? '/' : asText(value);
    case 'port':
      return absent ? field.default : typeof value === 'number' ? value : parseIntegerText(asText(value));
    case 'integer':
    case 'float':
      return absent ? field.default : readNumber(name, field, value);
    case 'choice':
      return absent ? field.default : readChoice(name, field, asText(value));
    case 'host':
      return absent ? undefined : asText(value);
    case 'alias':
      return undefined;
    case 'text':
    case 'secret':
    default: {
      if (field.verbatim) return value === null ? undefined : value;
      if (absent) return field.default;
      const text = asText(value).trim();
      if (text === '') return field.default === undefined ? undefined : invalid(name);
      if ((field.check ?? (field.read ? undefined : field.pattern))?.test(text) === false) invalid(name);
      return field.read ? (field.read(text) ?? invalid(name)) : text;
    }
  }
}

const isMissing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

/** The checked settings of a service's fields; throws UrlError where one is missing or has an invalid value. */
export function readSettings(definition: AnyDefinition, raw: Raw): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(definition.fields)) {
    const value = readField(name, field, field.kind === 'map' ? raw[field.prefix] : raw[rawNameOf(name, field)]);
    if (field.required === true && isMissing(value))
      throw new UrlError('missing-field', { field: keyOf(name, field), service: definition.name });
    settings[name] = value;
  }
  return settings;
}
