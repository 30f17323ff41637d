import { parseUrl, unquote } from '../text/url.ts';
import { trim } from '../text/whitespace.ts';
import { defaultAsset, type Asset } from './asset.ts';
import type { AnyDefinition, AnySettings, Raw } from './define.ts';
import { schemesOf } from './details.ts';
import { UrlError } from './errors.ts';
import { readOptions } from './options.ts';
import { readRaw, readSettings } from './read.ts';
import { shapeOf } from './shape.ts';

/** A service with its settings: what the engine delivers to. A value; never changed once loaded. */
export interface Service {
  readonly definition: AnyDefinition;
  readonly settings: AnySettings;
  readonly asset: Asset;
}

/** The definitions a program knows, by scheme and in the order native URLs are offered to them. */
export interface Catalog {
  readonly definitions: readonly AnyDefinition[];
  readonly byScheme: ReadonlyMap<string, AnyDefinition>;
}

/** A catalog of definitions; the first one that claims a scheme keeps it. */
export function createCatalog(definitions: readonly AnyDefinition[]): Catalog {
  const byScheme = new Map<string, AnyDefinition>();
  for (const definition of definitions)
    for (const scheme of schemesOf(definition)) if (!byScheme.has(scheme)) byScheme.set(scheme, definition);
  return { definitions, byScheme };
}

/** A service URL taken apart, before its settings are checked: YAML options are laid over `raw` at this point. */
export interface ReadUrl {
  readonly definition: AnyDefinition;
  readonly scheme: string;
  readonly raw: Raw;
}

const SCHEME = /^\s*([a-z0-9]{1,32}):\/\//i;

/** Takes a service URL, or an address of a vendor's own web site, apart. */
export function readUrl(text: string, catalog: Catalog): ReadUrl {
  const url = text.replaceAll('/#', '/%23');
  if (trim(url).includes('\n')) throw new UrlError('unknown-scheme');
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) throw new UrlError('unknown-scheme');
  const definition = catalog.byScheme.get(scheme);
  if (!definition) {
    for (const candidate of catalog.definitions) {
      const native = candidate.native?.(text);
      if (native !== undefined) return readUrl(native, catalog);
    }
    throw new UrlError('unknown-scheme');
  }
  const parts = parseUrl(url, {
    verifyHost: shapeOf(definition).verifiesHost,
    plusIsBlank: definition.plusIsBlank ?? false,
  });
  const raw = parts && readRaw(definition, parts);
  if (!raw) throw new UrlError('malformed-url', { service: definition.name });
  return { definition, scheme, raw };
}

/** Checks raw settings and makes the service of them. */
export function createService({ definition, scheme, raw }: ReadUrl, asset: Asset): Service {
  const secure = typeof raw['secure'] === 'boolean' ? raw['secure'] : scheme.endsWith('s');
  const own = { ...readSettings(definition, raw), scheme, secure, options: readOptions(definition, raw, asset) };
  // `resolve` gets and gives settings of the definition's own types, which are not known here.
  const settings = (definition.resolve ? { ...own, ...definition.resolve(own as never, raw) } : own) as AnySettings;
  return { definition, settings, asset };
}

export interface LoadOptions {
  readonly catalog: Catalog;
  readonly asset?: Asset;
}

/** The service a URL stands for; throws UrlError if none does or it is refused. */
export const loadService = (url: string, { catalog, asset = defaultAsset }: LoadOptions): Service =>
  createService(readUrl(url, catalog), asset);

/** The service that settings by name stand for (`{ schema: 'json', host: 'localhost' }`), without any reading of URLs. */
export function loadMapping(settings: Raw, { catalog, asset = defaultAsset }: LoadOptions): Service {
  const scheme = settings['schema'];
  const definition = typeof scheme === 'string' ? catalog.byScheme.get(scheme) : undefined;
  if (!definition) throw new UrlError('unknown-scheme');
  const raw = { ...settings };
  for (const name of ['host', 'user', 'password']) {
    const value = raw[name];
    if (typeof value === 'string') raw[name] = unquote(value);
  }
  return createService({ definition, scheme: scheme as string, raw }, asset);
}
