import { dirname } from 'node:path';
import type { Entry } from '../engine/engine.ts';
import type { Asset } from '../service/asset.ts';
import type { Include, ParseOptions, Problem } from './configuration.ts';
import type { ConfigFormat } from './detect.ts';
import { parseLocation, type Location } from './location.ts';
import { parseConfiguration } from './parse.ts';
import { fetchSource, readSource, SourceError, type Content, type Send } from './source.ts';

/** A bound for what a configuration may make this program read, however deep. */
const MAX_INCLUDED = 250;

export interface LoadOptions extends ParseOptions {
  /** How many levels of includes are followed; none unless given. */
  readonly depth?: number;
  /** Whether files may be included by what is no file itself. */
  readonly allowFiles?: boolean;
  /** Fetches configurations from the web; without it none are. */
  readonly send?: Send | undefined;
  /** Refuse to fetch from internal addresses. */
  readonly publicOnly?: boolean;
  /** Milliseconds since 1970 after which nothing is fetched any more. */
  readonly deadline?: number | undefined;
}

/** What is wrong with a configuration or with one that it includes. */
export interface LoadProblem extends Problem {
  /** The file or the server it comes from; undefined for the configuration itself. */
  readonly source: string | undefined;
}

/** A configuration with everything it includes. */
export interface Loaded {
  /** The format of the configuration itself. */
  readonly format: ConfigFormat | undefined;
  readonly entries: readonly Entry[];
  readonly problems: readonly LoadProblem[];
}

/** Where a configuration comes from decides what it may include, and relative to what. */
interface Origin {
  readonly kind: 'memory' | Location['kind'];
  readonly directory: string;
  /** As it may be shown. */
  readonly source: string | undefined;
}

const MEMORY: Origin = { kind: 'memory', directory: '', source: undefined };

const originOf = (location: Location): Origin =>
  location.kind === 'file'
    ? { kind: 'file', directory: dirname(location.path), source: location.path }
    : { kind: 'web', directory: '', source: location.url.replace(/(?<=^https?:\/\/[^/]+)\/.*/s, '') };

class Loading {
  readonly entries: Entry[] = [];
  readonly problems: LoadProblem[] = [];
  readonly #options: LoadOptions;
  #asset: Asset;
  #included = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#asset = options.asset;
  }

  get asset(): Asset {
    return this.#asset;
  }

  /** Adds what a configuration and those it includes hold, in that order. */
  async add({ content, format }: Content, origin: Origin, depth: number): Promise<ConfigFormat | undefined> {
    const { catalog } = this.#options;
    const parsed = parseConfiguration(content, format, { catalog, asset: this.#asset });
    this.entries.push(...parsed.entries);
    this.#asset = { ...this.#asset, ...parsed.changes };
    for (const { line, message } of parsed.problems) this.problems.push({ source: origin.source, line, message });
    for (const include of parsed.includes) await this.#include(include, origin, depth);
    return parsed.format;
  }

  /** Adds what is at a location. */
  async addFrom(location: Location, depth: number): Promise<ConfigFormat | undefined> {
    return this.add(await this.#read(location), originOf(location), depth);
  }

  async #include({ location: text, line }: Include, origin: Origin, depth: number): Promise<void> {
    try {
      if (depth <= 0) throw new SourceError('the include is deeper than is allowed');
      if (++this.#included > MAX_INCLUDED) throw new SourceError('there are too many includes');
      const location = parseLocation(text, origin.directory);
      if (!location) throw new SourceError('the include names neither a file nor a web address');
      if (location.kind === 'file' && origin.kind !== 'file' && !this.#options.allowFiles)
        throw new SourceError('only files may include files');
      await this.addFrom(location, depth - 1);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.problems.push({ source: origin.source, line, message: error.message });
    }
  }

  async #read(location: Location): Promise<Content> {
    if (location.kind === 'file') return readSource(location);
    const { send, publicOnly, deadline } = this.#options;
    if (!send) throw new SourceError('nothing may be included from the web');
    const { appId: userAgent, followRedirects } = this.#asset;
    return fetchSource(location, { send, userAgent, followRedirects, publicOnly, deadline });
  }
}

async function finish(loading: Loading, add: () => Promise<ConfigFormat | undefined>): Promise<Loaded> {
  const format = await add();
  const { problems, asset } = loading;
  // The asset is one for all: what an included configuration changes holds for the others too.
  const entries = loading.entries.map((entry) => ({ ...entry, service: { ...entry.service, asset } }));
  return { format, entries, problems };
}

/** Loads a configuration from its text, and what it includes. */
export function loadConfiguration(
  content: string,
  format: ConfigFormat | undefined,
  options: LoadOptions,
): Promise<Loaded> {
  const loading = new Loading(options);
  return finish(loading, () => loading.add({ content, format }, MEMORY, options.depth ?? 0));
}

/** Loads a configuration from a file or the web, and what it includes. */
export async function loadConfigurationFrom(text: string, options: LoadOptions): Promise<Loaded> {
  const loading = new Loading(options);
  const location = parseLocation(text);
  return finish(loading, async () => {
    try {
      if (!location) throw new SourceError('the location is neither a file nor a web address');
      return await loading.addFrom(location, options.depth ?? 0);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      loading.problems.push({ source: undefined, line: undefined, message: error.message });
      return undefined;
    }
  });
}
