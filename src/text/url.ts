import { parseHost } from './hosts.ts';
import { splitItems } from './lists.ts';
import { parseIntegerText } from './numbers.ts';
import { quote, unquote } from './percent.ts';
import { NO_QUERY, parseQuery, type Query, type QueryOptions } from './query.ts';
import { trim, trimEnd } from './whitespace.ts';

export { quote, unquote, urlencode } from './percent.ts';

/** A service URL taken apart; nothing is decoded yet but the query. */
export interface UrlParts extends Query {
  /** In lower case; empty if the text names none. */
  readonly scheme: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Empty only where hosts are not verified. */
  readonly host: string;
  readonly port: number | undefined;
  /** Percent-encoded anew, so that equal paths are equal texts; begins with a slash. */
  readonly path: string | undefined;
}

export interface UrlOptions extends QueryOptions {
  /** Whether the host must be a host name or an address; services that put a token there say no. */
  readonly verifyHost?: boolean;
}

/** What a path may hold beside letters, digits and `_.-~`; commas and semicolons separate the items of lists. */
export const PATH_SAFE = "/:@!$&'()*+=";

const SCHEME = /^([^:\s\x1c-\x1f\x85]+):[/\\]+/;
const PORT = /^(\[[\da-f:.]+\]|[^:]+):([^:]*)$/i;

/** Both kinds, as they are written in a path. */
const FINAL_SLASHES: Readonly<Record<string, string>> = { '/': '/', '\\': '%5C' };

/** Address and query of a text, or undefined if one is missing where it is announced or the query has several lines. */
function splitQuery(text: string): { address: string; query: string | undefined } | undefined {
  const mark = text.indexOf('?');
  if (mark < 0) return { address: trim(text), query: undefined };
  const query = text.slice(mark + 1);
  if (mark === 0 || query === '' || query.startsWith('\n')) return undefined;
  const line = trimEnd(query);
  return line.includes('\n') ? undefined : { address: trim(text.slice(0, mark)), query: trim(line) };
}

/** Authority and path, without fragment and without parameters (`;`) of the last part of the path. */
function splitAddress(address: string): { authority: string; path: string } {
  const [whole = ''] = address.replace(/[\t\r\n]/g, '').split('#', 1);
  const slash = whole.indexOf('/');
  if (slash < 0) return { authority: whole, path: '' };
  const parameters = whole.indexOf(';', whole.lastIndexOf('/'));
  return { authority: whole.slice(0, slash), path: whole.slice(slash, parameters < 0 ? undefined : parameters) };
}

interface Authority {
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly host: string;
}

/** Credentials and host; undefined where a second `@` leaves it open which of two hosts would get the credentials. */
function splitCredentials(authority: string): Authority | undefined {
  if (!authority.includes('@')) return { user: undefined, password: undefined, host: authority };
  const [credentials = '', host = '', ...more] = authority.split(/@+/);
  if (more.length > 0) return undefined;
  const colon = /:+/.exec(credentials);
  if (!colon) return { user: credentials, password: undefined, host };
  return { user: credentials.slice(0, colon.index), password: credentials.slice(colon.index + colon[0].length), host };
}

/** Host and port; a port that is none stays part of the host, which a verified host cannot have. */
function splitPort(text: string): { host: string; port: number | undefined } {
  const [, host = '', portText = ''] = PORT.exec(text) ?? [];
  const port = parseIntegerText(portText);
  return port !== undefined && Number.isSafeInteger(port) ? { host, port } : { host: text, port: undefined };
}

/** The path without repeated slashes and without backslashes at its end. */
function tidyPath(path: string): string {
  const slashes = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path;
  if (!slashes.includes('\\')) return slashes;
  return slashes.replace(/(?<![\\\s])\\{2,}/g, '\\').replace(/(?<=.[^:][^\\])\\+$/, '');
}

/** Takes a URL of any scheme apart, or gives undefined if it cannot be read. */
export function parseUrl(text: string, { verifyHost = true, ...queryOptions }: UrlOptions = {}): UrlParts | undefined {
  const cut = splitQuery(text);
  if (!cut) return undefined;
  const [prefix = '', scheme = ''] = SCHEME.exec(cut.address) ?? [];
  // A query has a path before it, even where there is no address.
  const address = cut.address.slice(prefix.length) || (cut.query === undefined ? '' : '/');
  const { authority, path } = splitAddress(address);
  if (authority.includes('[') !== authority.includes(']')) return undefined;
  const credentials = splitCredentials(trim(authority));
  if (!credentials) return undefined;
  const { host, port } = splitPort(credentials.host);
  const verified = verifyHost ? parseHost(host) : host;
  if (verified === undefined) return undefined;
  const encoded = quote(unquote(tidyPath(trim(path))), PATH_SAFE);
  // A slash at the very end, even that of a query, ends the path.
  const ending = encoded === '' || encoded.endsWith('/') ? '' : (FINAL_SLASHES[text.at(-1) ?? ''] ?? '');
  return {
    scheme: scheme.toLowerCase(),
    user: credentials.user,
    password: credentials.password,
    host: verified,
    port,
    path: encoded === '' ? undefined : encoded + ending,
    ...(cut.query ? parseQuery(cut.query, queryOptions) : NO_QUERY),
  };
}

const URL_START = /(?<![a-z\d])[a-z\d]+:\/\//gi;
/** Where a URL ends: before separators and another URL; the group is a line break, which no URL runs across. */
const URL_END = /(?<![,\s\x1c-\x1f\x85])[,\s\x1c-\x1f\x85]+(?=[a-z\d]{1,32}:\/\/)|(\n)/gi;

/** The URLs in a text, which commas and white space separate; where no other URL follows, these are part of a URL. */
export function findUrls(text: string): string[] {
  const content = trimEnd(text);
  const urls: string[] = [];
  let position = 0;
  while (position < content.length) {
    URL_START.lastIndex = position;
    const start = URL_START.exec(content);
    if (!start) break;
    URL_END.lastIndex = URL_START.lastIndex;
    const end = URL_END.exec(content);
    position = end ? end.index + 1 : content.length;
    if (end?.[1] === undefined) urls.push(content.slice(start.index, end?.index));
  }
  return urls;
}

/** The URLs in a text; where there is none, its items, so that each can be reported. */
export function splitUrls(text: string): string[] {
  const urls = findUrls(text);
  return urls.length > 0 ? urls : splitItems(text);
}

const PATH_DELIMITERS = /[ \t\r\n,\\/]+/;

/** The decoded entries of a path; commas and white space separate them as slashes do. */
export const splitPath = (path: string): string[] => path.split(PATH_DELIMITERS).filter(Boolean).map(unquote);

/** The path that decoded entries make, with a slash at either end. */
export const joinPath = (entries: readonly string[]): string =>
  `/${entries.map((entry) => `${quote(entry, PATH_SAFE)}/`).join('')}`;
