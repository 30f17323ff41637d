import { isIP } from 'node:net';
import { TransportError } from './errors.ts';

/** Who is contacted: what decides which connections a request may share. */
export interface Origin {
  readonly secure: boolean;
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** As in `Host`: IPv6 in brackets, no default port. */
  readonly authority: string;
}

const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const HASH = 0x23;
const PATH = /^[\x21-\x7e]+$/;
/** No shorter `scheme://host` exists than this, so that the search for the path may start here. */
const SHORTEST_ORIGIN = 'http://h'.length;

/** The origin of a URL as it is spelled, and the path with its query; the origin still has to be parsed. */
export function splitUrl(url: string): { origin: string; path: string } {
  let end = SHORTEST_ORIGIN;
  for (; end < url.length; end++) {
    const code = url.charCodeAt(end);
    if (code === SLASH || code === QUESTION_MARK || code === HASH) break;
  }
  const hash = url.indexOf('#', end);
  const rest = hash === -1 ? url.slice(end) : url.slice(end, hash);
  const path = rest.charCodeAt(0) === SLASH ? rest : `/${rest}`;
  if (!PATH.test(path)) throw new TransportError('invalid', 'request', 'The URL is not percent-encoded');
  return { origin: url.slice(0, end), path };
}

/** Reads `http(s)://host[:port]`; a user or a password in it is refused, for those belong into a header. */
export function parseOrigin(text: string): Origin {
  const url = /[\s\\]/.test(text) ? null : URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.href !== `${url.origin}/`)
    throw new TransportError('invalid', 'request', 'The URL is not of the form http(s)://host[:port]/path');
  const secure = url.protocol === 'https:';
  return {
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    authority: url.host,
  };
}

/** `host:port`, as a tunnel and a sentence want it. */
export function hostAndPort({ host, port }: { readonly host: string; readonly port: number }): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}
