import { normalize } from 'node:path';
import { MessageError } from '../service/errors.ts';
import { DEFAULT_TIMEOUT_SECONDS } from '../service/options.ts';
import { readWebOptions, type WebOptions } from '../service/web-options.ts';
import { parseBoolean } from '../text/boolean.ts';
import { mask } from '../text/mask.ts';
import { baseName, isOfficialType } from '../text/mime.ts';
import { parseIntegerText } from '../text/numbers.ts';
import { parseUrl, PATH_SAFE, quote, unquote, type UrlParts } from '../text/url.ts';
import { trim } from '../text/whitespace.ts';

interface Wishes {
  /** The name to send it under. */
  readonly name: string | undefined;
  /** The media type to send it as. */
  readonly type: string | undefined;
  /** How many seconds a copy is good for, or whether it is at all; one notification never fetches a second one. */
  readonly cache: number | boolean | undefined;
}

export interface FileLocation extends Wishes {
  readonly kind: 'file';
  /** As it was given: relative to the current directory, `~` for the home of the user. */
  readonly path: string;
}

export interface WebLocation extends Wishes, WebOptions {
  readonly kind: 'http';
  readonly secure: boolean;
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Percent-encoded. */
  readonly path: string;
  /** What is asked of the server, headers among it. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
}

/** Where the content of an attachment is, and how to send it. */
export type AttachmentLocation = FileLocation | WebLocation;

const SCHEME = /^\s*([a-z0-9]{1,32}):\/\/[^\n]*\n?$/i;
const FILE_URL = /^file:\/\/([^?]+)/i;
/** Options of a location that are not the server's business. */
const OWN_OPTIONS: readonly string[] = ['name', 'mime', 'cache', 'verify'];

const refuse = (reason: string): never => {
  throw new MessageError('attachment-unreadable', `An attachment ${reason}`);
};

/** The location a text names: a URL of a file or of the web, and otherwise the path of a file; throws MessageError. */
export function parseLocation(text: string): AttachmentLocation {
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return text === '' ? refuse('has no location') : { kind: 'file', path: text, ...readWishes(new Map()) };
    case 'file':
      return parseFile(text);
    case 'http':
    case 'https':
      return parseWeb(text, scheme === 'https');
    default:
      return refuse('has a location of an unknown kind');
  }
}

function parseFile(text: string): FileLocation {
  const parts = parseUrl(text, { verifyHost: false });
  const path = FILE_URL.exec(text)?.[1];
  if (!parts || path === undefined) return refuse('has a location that cannot be read');
  return { kind: 'file', path: unquote(path), ...readWishes(parts.query) };
}

function parseWeb(text: string, secure: boolean): WebLocation {
  const parts = parseUrl(text, { exactNames: true });
  if (!parts) return refuse('has a location that cannot be read');
  const { query, host, port, user, password, path = '/' } = parts;
  return {
    kind: 'http',
    secure,
    host,
    port,
    user: user === undefined ? undefined : unquote(user),
    password: password === undefined ? undefined : unquote(password),
    path,
    query: new Map([...query].filter(([name]) => !OWN_OPTIONS.includes(name))),
    headers: headersOf(parts),
    ...readWebOptions(query),
    ...readWishes(query),
  };
}

/** Both marks make headers here. */
const headersOf = ({ params, headers }: UrlParts): ReadonlyMap<string, string> => new Map([...params, ...headers]);

function readWishes(query: ReadonlyMap<string, string>): Wishes {
  const type = trim(query.get('mime') ?? '').toLowerCase();
  if (type !== '' && !isOfficialType(type)) refuse('asks for an unknown media type');
  const cacheText = query.get('cache');
  const cache = cacheText === undefined ? undefined : (parseIntegerText(cacheText) ?? parseBoolean(cacheText));
  if (typeof cache === 'number' && cache < 0) refuse('asks for a cache of no time');
  return { name: trim(baseName(query.get('name') ?? '')) || undefined, type: type || undefined, cache };
}

/** As forms are encoded, but slashes stay. */
const encode = (text: string): string => quote(text, '/').replaceAll('%20', '+');

const formatQuery = (pairs: ReadonlyMap<string, string>, isSecret = (_name: string): boolean => false): string =>
  Array.from(pairs, ([name, value]) => `${encode(name)}=${isSecret(name) ? mask(value, 'all') : encode(value)}`).join(
    '&',
  );

/** Headers carry credentials as a rule. */
const isHeader = (name: string): boolean => /^[+ -]/.test(name);

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

function wishesOf({ type, name }: Wishes): [option: string, value: string][] {
  return [
    ...(type === undefined ? [] : [['mime', type] as [string, string]]),
    ...(name === undefined ? [] : [['name', name] as [string, string]]),
  ];
}

function formatFile(location: FileLocation): string {
  const wishes = new Map(wishesOf(location));
  const path = normalize(location.path).replace(/(?<=.)\/$/, '');
  return `file://${quote(path)}${wishes.size ? '?' : ''}${formatQuery(wishes)}`;
}

/** What differs from the usual comes first; what the server is asked keeps its text but not its place. */
function formatWeb(location: WebLocation, masked: boolean): string {
  const { secure, host, port, user, password, path, query, cache } = location;
  const options = new Map<string, string>();
  if (location.readTimeoutSeconds !== DEFAULT_TIMEOUT_SECONDS) options.set('rto', '');
  if (location.connectTimeoutSeconds !== DEFAULT_TIMEOUT_SECONDS) options.set('cto', '');
  if (!location.verify) options.set('verify', 'no');
  if (location.followRedirects === false) options.set('redirect', '');
  if (cache !== undefined)
    options.set('cache', typeof cache === 'number' && cache > 0 ? String(cache) : yesNo(!!cache));
  for (const [name, value] of wishesOf(location)) options.set(name, value);
  for (const [name, value] of location.headers) options.set(`+${name}`, value);
  for (const [name, value] of query) options.set(name, value);
  const secret = password && `:${masked ? mask(password, 'all') : quote(password, '')}`;
  const credentials = user ? `${quote(user, '')}${secret ?? ''}@` : '';
  const shownPort = port === undefined || port === (secure ? 443 : 80) ? '' : `:${port}`;
  const address = `${credentials}${quote(host, '')}${shownPort}${quote(path, PATH_SAFE)}`;
  return `${secure ? 'https' : 'http'}://${address}?${formatQuery(options, masked ? isHeader : undefined)}`;
}

/** A location as a URL; `masked` hides the password and the headers. */
export const formatLocation = (location: AttachmentLocation, { masked = false } = {}): string =>
  location.kind === 'file' ? formatFile(location) : formatWeb(location, masked);
