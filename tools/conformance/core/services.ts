import { defaultAsset, type Asset } from '../../../src/service/asset.ts';
import { createCatalog, loadMapping, loadService, type Service } from '../../../src/service/load.ts';
import { formatUrl, identify } from '../../../src/service/write.ts';
import { definitions } from '../../../src/services/index.ts';
import { isObject } from '../compare.ts';
import { Skip } from './judge.ts';

export const catalog = createCatalog(definitions);

/** The service a URL or a mapping of settings loads to, or undefined. */
export function load(value: unknown, asset: Asset = defaultAsset): Service | undefined {
  try {
    if (typeof value === 'string') return loadService(value, { catalog, asset });
    return isObject(value) ? loadMapping(value, { catalog, asset }) : undefined;
  } catch {
    return undefined;
  }
}

/** Skips a row about a service that is not in. */
export function needs(name: unknown): void {
  if (typeof name === 'string' && !definitions.some((definition) => definition.name === name))
    throw new Skip(`the service ${name} is not in`);
}

/** Skips a row about a URL whose scheme is of a service that is not in. */
export function needsScheme(url: string): void {
  const [scheme = ''] = url.split(':', 1);
  if (!catalog.byScheme.has(scheme.toLowerCase())) throw new Skip(`the service of ${scheme}:// is not in`);
}

/** A loaded service as rows have it. */
export const describe = (service: Service): Record<string, unknown> => ({
  service: service.definition.name,
  url: formatUrl(service),
  privacy_url: formatUrl(service, { masked: true }),
  uid: identify(service) ?? null,
  tags: [],
});
