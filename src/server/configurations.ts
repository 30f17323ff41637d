import type { Entry } from '../engine/engine.ts';
import { formatUrl, identify } from '../service/write.ts';
import { matches, parseFilter, type Tag } from '../service/tags.ts';
import type { ConfigFormat } from '../config/detect.ts';
import type { Configurations, StoredConfiguration } from '../store/configurations.ts';
import { StoreError } from '../store/errors.ts';
import type { FileIdentity } from '../store/files.ts';
import { jsonContent, type Content } from './content.ts';
import { LeastRecent } from '../engine/least-recent.ts';
import { Refusal, type RefusalCode } from './refusal.ts';

const MAX_KEPT = 500;
const MAX_CONTENTS = 100;
const MAX_CONTENT_LENGTH = 65_536;
const MAX_LISTINGS = 16;
/** What callers know services by; it does not follow the length that the store uses. */
const LISTED_IDENTITY_LENGTH = 8;

export interface Listing {
  /** Whether secrets are hidden. */
  readonly masked: boolean;
  /** Tags, any of which a service must have; empty for those without tags, `all` for all. */
  readonly tags: string;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const describeTag = ({ name, priority, explicit }: Tag): Record<string, unknown> => ({
  name,
  priority,
  token: explicit ? `${priority}:${name}` : name,
  exact: `${priority}:${name}`,
});

function describe({ service, tags, disabled }: Entry, masked: boolean): Record<string, unknown> {
  const { definition, settings, asset } = service;
  const sorted = tags.toSorted((a, b) => compare(a.name, b.name) || a.priority - b.priority);
  return {
    id: identify({ ...service, asset: { ...asset, identityLength: LISTED_IDENTITY_LENGTH } }) ?? null,
    service_name: definition.name,
    enabled: disabled === undefined,
    url: formatUrl(service, { masked }),
    retry: settings.options.retry,
    optional: settings.options.optional,
    tags: sorted.map(({ name }) => name),
    tag_details: sorted.map(describeTag),
  };
}

/** The services of a stored configuration, ready to be notified. */
export class Configuration {
  readonly entries: readonly Entry[];
  /** Part of it may be different the next time. */
  readonly isVolatile: boolean;
  readonly #listings = new LeastRecent<string, Content>(MAX_LISTINGS);

  constructor(entries: readonly Entry[], isVolatile: boolean) {
    this.entries = entries;
    this.isVolatile = isVolatile;
  }

  /** The services as callers get to see them, as JSON. */
  list({ masked, tags }: Listing): Content {
    return this.#listings.get(`${masked} ${tags}`, () => {
      const filter = parseFilter(tags);
      const listed = filter ? this.entries.filter((entry) => matches(filter, entry.tags)) : this.entries;
      const names = new Set(listed.flatMap((entry) => entry.tags.map(({ name }) => name)));
      return jsonContent({ tags: [...names], urls: listed.map((entry) => describe(entry, masked)) });
    });
  }
}

/** What the content of a configuration comes to. */
interface Loaded {
  readonly entries: readonly Entry[];
  /** Part of it is fetched from elsewhere and may be different the next time. */
  readonly isVolatile: boolean;
}

export type Load = (content: string, format: ConfigFormat) => Promise<Loaded>;

interface Kept {
  readonly identity: FileIdentity;
  readonly configuration: Configuration;
}

/**
 * Reads, keeps and removes stored configurations. What is in use stays parsed: under its key for as long as its file is
 * the same, and under its content, so that nothing is parsed again for having been stored.
 */
export class ConfigurationDesk {
  readonly #store: Configurations;
  readonly #load: Load;
  readonly #byKey = new LeastRecent<string, Kept>(MAX_KEPT);
  readonly #byContent = new LeastRecent<string, Configuration>(MAX_CONTENTS);

  constructor(store: Configurations, load: Load) {
    this.#store = store;
    this.#load = load;
  }

  /** The configuration of a key, undefined if there is none; throws a Refusal if it cannot be read. */
  async find(key: string): Promise<Configuration | undefined> {
    const kept = this.#byKey.peek(key);
    if (kept && kept.identity === this.#store.identify(key)) {
      this.#byKey.set(key, kept);
      return kept.configuration;
    }
    this.#byKey.delete(key);
    const stored = await this.read(key);
    if (stored === undefined) return undefined;
    const configuration = await this.parse(stored.content, stored.format);
    if (!configuration.isVolatile) this.#byKey.set(key, { identity: stored.identity, configuration });
    return configuration;
  }

  /** The configuration that a content makes. */
  async parse(content: string, format: ConfigFormat): Promise<Configuration> {
    const name = `${format} ${content}`;
    const known = this.#byContent.peek(name);
    if (known) return known;
    const { entries, isVolatile } = await this.#load(content, format);
    const configuration = new Configuration(entries, isVolatile);
    if (!isVolatile && content.length <= MAX_CONTENT_LENGTH) this.#byContent.set(name, configuration);
    return configuration;
  }

  /** What is stored under a key, undefined if nothing is; throws a Refusal if it cannot be read. */
  read(key: string): Promise<StoredConfiguration | undefined> {
    return this.#store.load(key).catch(refusing('config-unreadable'));
  }

  /** Stores a configuration; throws a Refusal of the given kind if that cannot be done. */
  save(key: string, content: string, format: ConfigFormat, failure: RefusalCode): Promise<void> {
    return this.#store.save(key, content, format).catch(refusing(failure));
  }

  /** Whether there was a configuration to remove; throws a Refusal if it is still there. */
  remove(key: string): Promise<boolean> {
    return this.#store.remove(key).catch(refusing('not-removed'));
  }

  /** The keys of all configurations whose files bear their names. */
  list(): Promise<string[]> {
    return this.#store.list();
  }
}

const refusing =
  (code: RefusalCode) =>
  (error: unknown): never => {
    throw error instanceof StoreError ? new Refusal(code, { cause: error.cause ?? error }) : error;
  };
