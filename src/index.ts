/**
 * The library: load service URLs or a configuration, notify, get the report.
 *
 * @example
 * ```ts
 * const apprise = new Apprise();
 * apprise.add('json://localhost:8080', { tags: ['home'] });
 * const report = await apprise.notify({ title: 'Hello', body: 'It works', tag: 'home' });
 * await apprise.close();
 * ```
 */
import type { Entry, Notification } from './engine/engine.ts';
import type { Report } from './engine/report.ts';
import { createRuntime, type Runtime, type RuntimeOptions } from './runtime.ts';
import { defaultAsset, type Asset } from './service/asset.ts';
import { createCatalog, loadService, type Catalog, type Service } from './service/load.ts';
import { parseFilter, parseTags, type TagFilterValue } from './service/tags.ts';
import { definitions } from './services/index.ts';
import { splitUrls } from './text/url.ts';

export { defineService, DeliveryError, field, hostFields, HOST_TEMPLATE, http, UrlError } from './service/index.ts';
export { AppriseError } from './service/errors.ts';
export { formatUrl, identify } from './service/write.ts';
export { detailsOf } from './service/details.ts';
export type { AnyDefinition, Definition } from './service/define.ts';
export type { Attachment, MessageType } from './service/message.ts';
export type { OnProgress, TargetProgress } from './service/progress.ts';
export type { Attempt, DeliveryEvent, Failure, Outcome, Report } from './engine/report.ts';
export type { Asset, Catalog, Service, TagFilterValue };

export interface AppriseOptions extends Omit<RuntimeOptions, 'client'> {
  readonly asset?: Partial<Asset>;
  /** Services beside the built-in ones; they win over built-in ones of the same scheme. */
  readonly services?: Catalog['definitions'];
}

/** A message and whom it is for. */
export interface Notice extends Omit<Notification, 'filter'> {
  /** Any of these tags; a list within the list must be met together. All services when it is not given. */
  readonly tag?: TagFilterValue;
}

/** Services and the connections to reach them. */
export class Apprise {
  readonly #runtime: Runtime;
  readonly #catalog: Catalog;
  readonly #asset: Asset;
  readonly #entries: Entry[] = [];

  constructor({ asset, services = [], ...options }: AppriseOptions = {}) {
    const { storagePath, storageMode = 'auto' } = options;
    this.#runtime = createRuntime(options);
    this.#catalog = createCatalog([...services, ...definitions]);
    this.#asset = {
      ...defaultAsset,
      storagePath,
      storageMode: storagePath === undefined ? 'memory' : storageMode,
      ...asset,
    };
  }

  get services(): readonly Service[] {
    return this.#entries.map(({ service }) => service);
  }

  /** Adds the services of one or more URLs; throws UrlError at the first that does not load, adding none. */
  add(urls: string, { tags = [] }: { readonly tags?: readonly string[] } = {}): this {
    const loaded = splitUrls(urls).map((url) => loadService(url, { catalog: this.#catalog, asset: this.#asset }));
    const parsed = parseTags(tags);
    this.#entries.push(...loaded.map((service) => ({ service, tags: parsed })));
    return this;
  }

  /** Delivers to every service the tag selects; resolves to what became of it and never rejects for a failed delivery. */
  notify({ tag, ...notification }: Notice): Promise<Report> {
    return this.#runtime.engine.notify(this.#entries, {
      ...notification,
      filter: tag === undefined ? undefined : parseFilter(tag),
    });
  }

  /** Lets running deliveries finish and closes every connection. */
  close(graceSeconds?: number): Promise<void> {
    return this.#runtime.close(graceSeconds);
  }
}

/**
 * Delivers one message to the services of one or more URLs.
 *
 * @example
 * ```ts
 * const report = await notify('json://localhost:8080', { body: 'It works' });
 * ```
 */
export async function notify(urls: string, notice: Omit<Notice, 'tag'>): Promise<Report> {
  const apprise = new Apprise().add(urls);
  try {
    return await apprise.notify(notice);
  } finally {
    await apprise.close();
  }
}
