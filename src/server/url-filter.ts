import { isInternalAddress } from '../transport/http/guard.ts';

/** In a list of what is rejected: every address that is not one of the public internet. */
const INTERNAL = 'internal';
/** IPv6 and catch-all spellings of this machine, and IPv4 addresses in IPv6 clothes. */
const LOOPBACK = /^(?:::1?|0\.0\.0\.0)$/;
const MAPPED = /^::ffff:/;

/** What of a URL the filter looks at. */
export interface FilteredUrl {
  readonly secure: boolean;
  /** As written, IPv6 in brackets. */
  readonly host: string;
  readonly port: number | undefined;
  readonly path: string;
}

interface Pattern {
  readonly protocol: string | undefined;
  /** Compared with `host`, or with `host:port` where the URL has a port. */
  readonly host: RegExp;
  /** Undefined for a host with all its paths. */
  readonly path: RegExp | undefined;
}

const toExpression = (text: string, star: string): string =>
  text.replaceAll(/[.*+?^${}()|[\]\\/]/g, (sign) => (sign === '*' ? star : sign === '?' ? '[a-z0-9_-]' : `\\${sign}`));

/** Without a star a path stands for everything below it too; a star is one more segment, or the rest of one. */
const pathExpression = (path: string): string =>
  path.includes('*') ? `^${toExpression(path, '[^/]+/?')}$` : `^${toExpression(path.replace(/\/+$/, ''), '')}(?:/|$)`;

function parsePattern(token: string): Pattern {
  const [, protocol, host = '', path] = /^(?:(https?):\/\/)?([^/]*)(\/.*)?$/s.exec(token) ?? [];
  return {
    protocol,
    host: new RegExp(`^${toExpression(host, '.*')}$`, 'is'),
    path: path === undefined ? undefined : new RegExp(pathExpression(path), 'is'),
  };
}

const parsePatterns = (list: string): { readonly patterns: readonly Pattern[]; readonly internal: boolean } => {
  const tokens = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return {
    patterns: tokens.filter((token) => token !== INTERNAL).map(parsePattern),
    internal: tokens.includes(INTERNAL),
  };
};

const matches = ({ protocol, host, path }: Pattern, url: FilteredUrl): boolean =>
  (protocol === undefined || protocol === (url.secure ? 'https' : 'http')) &&
  host.test(url.port === undefined ? url.host : `${url.host}:${url.port}`) &&
  (path === undefined || path.test(url.path));

/** Which addresses of the web attachments may be fetched from. */
export class UrlFilter {
  readonly #rejected: readonly Pattern[];
  readonly #allowed: readonly Pattern[];
  readonly #rejectsInternal: boolean;

  /** Two lists of patterns, separated by blanks or commas; what both name is rejected. */
  constructor(reject: string, allow: string) {
    const { patterns, internal } = parsePatterns(reject);
    this.#rejected = patterns;
    this.#rejectsInternal = internal;
    this.#allowed = parsePatterns(allow).patterns;
  }

  allows(url: FilteredUrl): boolean {
    const isNamed = (pattern: Pattern): boolean => matches(pattern, url);
    return !this.#rejected.some(isNamed) && this.#allowed.some(isNamed);
  }

  /**
   * Whether an IP address may not be contacted, whatever name led to it: the rejected hosts are meant for themselves and
   * not for their spelling.
   */
  readonly forbids = (address: string): boolean => {
    const plain = address.replace(MAPPED, '');
    const host = LOOPBACK.test(plain) ? '127.0.0.1' : plain;
    return (
      (this.#rejectsInternal && isInternalAddress(address)) ||
      this.#rejected.some(
        (pattern) => pattern.protocol === undefined && pattern.path === undefined && pattern.host.test(host),
      )
    );
  };
}
