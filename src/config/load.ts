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
  readonly mayReadFiles: boolean;
  readonly directory: string;
  /** As it may be shown. */
  readonly source: string | undefined;
}

const MEMORY: Origin = { mayReadFiles: false, directory: '', source: undefined };
/** Whoever asks for a configuration may name a file. */
const CALLER: Origin = { ...MEMORY, mayReadFiles: true };

const originOf = (location: Location): Origin =>
  location.kind === 'file'
    ? { mayReadFiles: true, directory: dirname(location.path), source: location.path }
    : { ...MEMORY, source: location.origin };

/** A configuration being loaded. */
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
    for (const entry of parsed.entries) this.entries.push(entry);
    this.#asset = { ...this.#asset, ...parsed.changes };
    for (const { line, message } of parsed.problems) this.#problem(origin, line, message);
    for (const include of parsed.includes) await this.#include(include, origin, depth);
    return parsed.format;
  }

  /** Adds what is at a location; if it cannot be had, that is a problem of the place that names it. */
  async addFrom({ location: text, line }: Include, from: Origin, depth: number): Promise<ConfigFormat | undefined> {
    try {
      const location = parseLocation(text, from.directory);
      if (!location) throw new SourceError('the location is neither a file nor a web address');
      if (location.kind === 'file' && !from.mayReadFiles && !this.#options.allowFiles)
        throw new SourceError('only files may include files');
      return await this.add(await this.#read(location), originOf(location), depth);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.#problem(from, line, error.message);
      return undefined;
    }
  }

  async #include(include: Include, from: Origin, depth: number): Promise<void> {
    if (depth <= 0) this.#problem(from, include.line, 'the include is deeper than is allowed');
    else if (this.#included++ >= MAX_INCLUDED) this.#problem(from, include.line, 'there are too many includes');
    else await this.addFrom(include, from, depth - 1);
  }

  #problem({ source }: Origin, line: number | undefined, message: string): void {
    this.problems.push({ source, line, message });
  }

  async #read(location: Location): Promise<Content> {
    if (location.kind === 'file') return readSource(location);
    const { send, publicOnly, deadline } = this.#options;
    if (!send) throw new SourceError('nothing may be included from the web');
    const { appId: userAgent, followRedirects } = this.#asset;
    return fetchSource(location, { send, userAgent, followRedirects, publicOnly, deadline });
  }
}

/** Everything that `start` adds; the asset is one for all, whichever configuration changed it. */
async function gather(
  options: LoadOptions,
  start: (loading: Loading, depth: number) => Promise<ConfigFormat | undefined>,
): Promise<Loaded> {
  const loading = new Loading(options);
  const format = await start(loading, options.depth ?? 0);
  const { problems, asset } = loading;
  const entries = loading.entries.map((entry) => ({ ...entry, service: { ...entry.service, asset } }));
  return { format, entries, problems };
}

/** Loads a configuration from its text, and what it includes. */
export const loadConfiguration = (
  content: string,
  format: ConfigFormat | undefined,
  options: LoadOptions,
): Promise<Loaded> => gather(options, (loading, depth) => loading.add({ content, format }, MEMORY, depth));

/** Loads a configuration from a file or the web, and what it includes. */
export const loadConfigurationFrom = (location: string, options: LoadOptions): Promise<Loaded> =>
  gather(options, (loading, depth) => loading.addFrom({ location, line: undefined }, CALLER, depth));
