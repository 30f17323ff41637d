import type { Entry } from '../engine/engine.ts';
import { defaultAsset, type Asset } from '../service/asset.ts';
import type { AnyDefinition } from '../service/define.ts';
import { schemesOf } from '../service/details.ts';
import { UrlError } from '../service/errors.ts';
import { createCatalog, loadMapping, loadService, type Catalog, type Service } from '../service/load.ts';
import type { Tag } from '../service/tags.ts';
import { splitUrls } from '../text/url.ts';
import { lackOf } from '../transport/protocols.ts';
import type { Settings } from './environment.ts';
import { LeastRecent } from '../engine/least-recent.ts';

const MAX_REMEMBERED = 1000;
const MAX_REMEMBERED_LENGTH = 4096;
const NO_TAGS: readonly Tag[] = [];
const DENIED = 'the service is currently disabled on this system.';

/** The asset that all services of a server share. */
const assetOf = (settings: Settings): Asset => ({
  ...defaultAsset,
  interpretEmojis: settings.interpretEmojis,
  followRedirects: settings.followRedirects,
  identityLength: settings.identityLength,
  timeZone: settings.timeZone,
  storagePath: settings.storageDirectory,
  storageMode: settings.storageDirectory === undefined ? 'memory' : settings.storageMode,
});

/** The services a server knows, and which of them it may use. */
export class Services {
  readonly catalog: Catalog;
  readonly asset: Asset;
  readonly #statelessAsset: Asset;
  readonly #stateless = new LeastRecent<string, readonly Entry[]>(MAX_REMEMBERED);
  readonly #natives: ReadonlySet<AnyDefinition>;
  readonly #disabled: ReadonlyMap<AnyDefinition, string>;

  /** Custom services come first: they may stand in for one that is built in. */
  constructor(native: readonly AnyDefinition[], custom: readonly AnyDefinition[], settings: Settings) {
    this.catalog = createCatalog([...custom, ...native]);
    this.asset = assetOf(settings);
    this.#statelessAsset = settings.statelessStorage
      ? this.asset
      : { ...this.asset, storagePath: undefined, storageMode: 'memory' };
    this.#natives = new Set(native);
    this.#disabled = new Map(
      this.catalog.definitions.flatMap((definition) => {
        const reason = isAllowed(definition, settings) ? definition.needs && lackOf(definition.needs) : DENIED;
        return reason === undefined ? [] : [[definition, reason] as const];
      }),
    );
  }

  /** Why a service may not be used; undefined if it may. */
  disabledReason(definition: AnyDefinition): string | undefined {
    return this.#disabled.get(definition);
  }

  isCustom(definition: AnyDefinition): boolean {
    return !this.#natives.has(definition);
  }

  /** The services that URLs in a text, or a list of texts and objects, stand for; what is no usable service is left out. */
  loadAll(urls: unknown, asset: Asset = this.asset): Service[] {
    const elements: readonly unknown[] = Array.isArray(urls) ? urls : [urls];
    return elements
      .flatMap((element) => (typeof element === 'string' ? splitUrls(element) : [element]))
      .flatMap((element) => this.#load(element, asset) ?? []);
  }

  #load(element: unknown, asset: Asset): Service | undefined {
    const options = { catalog: this.catalog, asset };
    try {
      const service =
        typeof element === 'string'
          ? loadService(element, options)
          : typeof element === 'object' && element !== null
            ? loadMapping({ ...element }, options)
            : undefined;
      return service && this.disabledReason(service.definition) === undefined ? service : undefined;
    } catch (error) {
      if (error instanceof UrlError) return undefined;
      throw error;
    }
  }

  /** The services of a notification that names them itself; a text that was seen lately is not read again. */
  loadStateless(urls: unknown): readonly Entry[] {
    if (typeof urls !== 'string' || urls.length > MAX_REMEMBERED_LENGTH) return this.#loadEntries(urls);
    return this.#stateless.get(urls, () => this.#loadEntries(urls));
  }

  #loadEntries(urls: unknown): readonly Entry[] {
    return this.loadAll(urls, this.#statelessAsset).map((service) => ({ service, tags: NO_TAGS }));
  }

  /** The entries of a configuration, with those marked that may not be used. */
  mark(entries: readonly Entry[]): readonly Entry[] {
    if (this.#disabled.size === 0) return entries;
    return entries.map((entry) => {
      const disabled = this.disabledReason(entry.service.definition);
      return disabled === undefined ? entry : { ...entry, disabled };
    });
  }
}

/** One scheme of a service stands for all of it. */
function isAllowed(definition: AnyDefinition, { allowServices, denyServices }: Settings): boolean {
  const schemes = schemesOf(definition);
  if (allowServices) return schemes.some((scheme) => allowServices.includes(scheme));
  return !schemes.some((scheme) => denyServices.includes(scheme));
}
