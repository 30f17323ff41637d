import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { http } from '../service/http.ts';
import { readWebOptions, type WebOptions } from '../service/web-options.ts';
import { parseIntegerText } from '../text/numbers.ts';
import { parseUrl, unquote, type UrlParts } from '../text/url.ts';
import { CONFIG_FORMATS, type ConfigFormat } from './detect.ts';

interface Wishes {
  /** The format it is to be read in, whatever its name or type says. */
  readonly format: ConfigFormat | undefined;
  readonly encoding: string;
}

/** A configuration in a file. */
export interface FileLocation extends Wishes {
  readonly kind: 'file';
  /** Absolute. */
  readonly path: string;
}

/** A configuration that a web server hands out. */
export interface WebLocation extends Wishes, WebOptions {
  readonly kind: 'web';
  /** As it may be shown. */
  readonly origin: string;
  /** Without user, password and query. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export type Location = FileLocation | WebLocation;

const SCHEME = /^\s*([a-z\d]{1,32}):\/\/[^\n]*\n?$/i;
const FILE_URL = /^file:\/\/([^?]+)/i;

function readWishes({ query }: Pick<UrlParts, 'query'>): Wishes {
  const format = query.get('format');
  return { format: CONFIG_FORMATS.find((known) => known === format), encoding: query.get('encoding') ?? 'utf-8' };
}

const absolute = (path: string, directory: string): string =>
  resolve(
    directory,
    path.replace(/^~(?=\/|$)/, () => homedir()),
  );

/**
 * The place a text names: a URL of a file or of the web, and otherwise the path of a file, relative to a directory;
 * undefined if it is none of these.
 */
export function parseLocation(text: string, directory = ''): Location | undefined {
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined)
    return text === ''
      ? undefined
      : { kind: 'file', path: absolute(text, directory), ...readWishes({ query: new Map() }) };
  if (scheme === 'file') return parseFile(text);
  return scheme === 'http' || scheme === 'https' ? parseWeb(text, scheme) : undefined;
}

/** Relative to the current directory, as a URL is relative to nothing. */
function parseFile(text: string): FileLocation | undefined {
  const parts = parseUrl(text, { verifyHost: false });
  const path = FILE_URL.exec(text)?.[1];
  return parts && path !== undefined
    ? { kind: 'file', path: absolute(unquote(path), ''), ...readWishes(parts) }
    : undefined;
}

function parseWeb(text: string, scheme: string): WebLocation | undefined {
  const parts = parseUrl(text);
  if (!parts) return undefined;
  const { host, path = '/', query } = parts;
  const user = query.get('user') ?? parts.user;
  const password = query.get('pass') ?? query.get('password') ?? parts.password;
  const port = parseIntegerText(query.get('port') ?? '') ?? parts.port;
  const origin = `${scheme}://${host}${port === undefined ? '' : `:${port}`}`;
  return {
    kind: 'web',
    origin,
    url: origin + path,
    // Both marks make headers here.
    headers: [
      ...new Map([...parts.params, ...parts.headers]),
      ...(user ? [['Authorization', http.basic(unquote(user), unquote(password ?? ''))] as const] : []),
    ],
    ...readWebOptions(query),
    ...readWishes(parts),
  };
}
