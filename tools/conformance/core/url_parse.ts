import { parseUrl, splitPath, type UrlParts } from '../../../src/text/url.ts';
import { Skip, type Judge } from './judge.ts';

interface Options {
  readonly verify_host?: boolean;
  readonly strict_port?: boolean;
  readonly simple?: boolean;
  readonly plus_to_space?: boolean;
  readonly sanitize?: boolean;
}

type Input =
  | { readonly url: unknown; readonly options: Options }
  | { readonly path: unknown; readonly unquote?: boolean };

const MAX_PORT = 65535;

/** The mapping the reference gives for a URL; `strict_port`, which no service uses, is told from the parts. */
export function mappingOf(parts: UrlParts, options: Options = {}): Record<string, unknown> | null {
  const { verify_host: verifyHost = true, strict_port: strictPort = false, simple = false } = options;
  let { host } = parts;
  let port: number | string | undefined = parts.port;
  if (strictPort && verifyHost && typeof port === 'number' && (port < 1 || port > MAX_PORT)) return null;
  const [, bare, portText] = /^([^:]+):([^:]*)$/.exec(host) ?? [];
  if (strictPort && bare !== undefined) [host, port] = [bare, portText];
  const { user, password, path } = parts;
  const scheme = parts.scheme || 'http';
  const [, directory, entry] = /^(.*[/\\])([^/\\]*)$/.exec(path ?? '') ?? [];
  const credentials = user === undefined ? '' : `${user}${password === undefined ? '' : `:${password}`}@`;
  const mapping = {
    user,
    password,
    port,
    host,
    fullpath: path,
    path: directory,
    query: entry || undefined,
    schema: scheme,
    url: `${scheme}://${credentials}${host}${port === undefined ? '' : `:${port}`}${path ?? ''}`,
    qsd: Object.fromEntries(parts.query),
  };
  if (simple) return { ...mapping, host: host || undefined, qsd: parts.query.size > 0 ? mapping.qsd : undefined };
  const all = {
    ...mapping,
    'qsd+': Object.fromEntries(parts.headers),
    'qsd-': Object.fromEntries(parts.params),
    'qsd:': Object.fromEntries(parts.payload),
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value ?? null]));
}

export const judge: Judge<Input> = ({ in: input }) => {
  if ('path' in input) {
    if (input.unquote === false) throw new Skip('entries of a path are always decoded');
    if (typeof input.path !== 'string') return [];
    return splitPath(input.path);
  }
  if (typeof input.url !== 'string') return null;
  const { verify_host: verifyHost = true, plus_to_space: plusIsBlank = false, sanitize = true } = input.options;
  const parts = parseUrl(input.url, { verifyHost, plusIsBlank, exactNames: !sanitize });
  return parts ? mappingOf(parts, input.options) : null;
};
