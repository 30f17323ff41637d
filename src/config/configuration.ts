import type { Entry } from '../engine/engine.ts';
import type { Asset } from '../service/asset.ts';
import { UrlError } from '../service/errors.ts';
import { createService, type Catalog, type ReadUrl } from '../service/load.ts';
import { parseTag, parseTags } from '../service/tags.ts';
import type { AssetChanges } from './asset.ts';
import { Groups } from './groups.ts';

/** What is wrong with a configuration, in one line that holds no secret. */
export interface Problem {
  /** Counted from 1; undefined where the whole configuration is meant. */
  readonly line: number | undefined;
  readonly message: string;
}

/** Another configuration that is to be loaded after this one. */
export interface Include {
  readonly location: string;
  readonly line: number | undefined;
}

/** What the text of a configuration says. */
export interface Parsed {
  readonly entries: readonly Entry[];
  readonly includes: readonly Include[];
  readonly changes: AssetChanges;
  readonly problems: readonly Problem[];
}

export interface ParseOptions {
  readonly catalog: Catalog;
  readonly asset: Asset;
}

interface Candidate {
  readonly read: ReadUrl;
  readonly tags: readonly string[];
  readonly line: number | undefined;
}

/** Gathers what a configuration says; services are made at the end, when all groups are known. */
export class Draft {
  readonly groups = new Groups();
  readonly includes: Include[] = [];
  readonly problems: Problem[] = [];
  readonly #candidates: Candidate[] = [];

  problem(line: number | undefined, message: string): void {
    this.problems.push({ line, message });
  }

  /** The value of `work`; a problem and undefined if it refuses. */
  attempt<T>(line: number | undefined, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.problem(line, error instanceof UrlError ? error.message : 'the service cannot be made of these settings');
      return undefined;
    }
  }

  /** Adds a service, unless a tag of it says how often to try again, which only filters may. */
  add({ read, tags, line }: Candidate): void {
    if (tags.some((tag) => parseTag(tag).retry !== undefined))
      this.problem(line, 'a tag of a service cannot say how often to try again; use the option retry');
    else this.#candidates.push({ read, tags, line });
  }

  /** What was gathered, with its services made. */
  finish(asset: Asset, changes: AssetChanges = {}): Parsed {
    const changed = { ...asset, ...changes };
    const entries = this.#candidates.flatMap(({ read, tags, line }) => {
      const service = this.attempt(line, () => createService(read, changed));
      return service ? [{ service, tags: parseTags([...this.groups.expand(tags)]) }] : [];
    });
    return { entries, includes: this.includes, changes, problems: this.problems };
  }
}

/** What a configuration says that cannot be read at all. */
export const refused = (line: number | undefined, message: string): Parsed => ({
  entries: [],
  includes: [],
  changes: {},
  problems: [{ line, message }],
});
