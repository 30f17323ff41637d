import { readFile, rm, utimes } from 'node:fs/promises';
import { formatCache, parseEntry, type Entry } from './entry.ts';
import { StoreError } from './errors.ts';
import { identityOf, statFile, type FileIdentity } from './files.ts';
import { pack, unpack } from './gzip.ts';
import { formerOf, MAX_BYTES, replaceKeepingFormer, type Layout } from './layout.ts';
import { parsePythonJson } from './python.ts';

/** A file in use is marked as such once a day, so that pruning by age leaves it. */
const RENEWAL_MILLISECONDS = 86_400_000;

/** The file with all values of a namespace, and the version of it that we know. */
export class CacheFile {
  readonly #layout: Layout;
  #known: FileIdentity | undefined;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** Whether another process wrote it since. */
  async isForeign(): Promise<boolean> {
    const stats = await statFile(this.#layout.cache);
    return stats !== undefined && identityOf(stats) !== this.#known;
  }

  /** Its entries, without those that were tampered with; throws if it is no cache file. */
  async read(now: number): Promise<Map<string, Entry>> {
    const { cache } = this.#layout;
    const stats = await statFile(cache);
    if (stats === undefined) return new Map();
    this.#known = identityOf(stats);
    if (now - Number(stats.mtimeMs) > RENEWAL_MILLISECONDS) await utimes(cache, now / 1000, now / 1000);
    const content = parsePythonJson(Buffer.from(await unpack(await readFile(cache))).toString());
    return new Map(
      Object.entries(content ?? {}).flatMap(([key, stored]) => {
        const entry = parseEntry(stored);
        return entry ? [[key, entry]] : [];
      }),
    );
  }

  /** Replaces it; without entries it goes, and its former version too, so that what was cleared does not live on. */
  async write(entries: ReadonlyMap<string, Entry>, now: number): Promise<void> {
    const { cache } = this.#layout;
    if (entries.size) {
      const content = await pack(formatCache(entries, now));
      if (content.length > MAX_BYTES) throw new StoreError('too-large');
      this.#known = await replaceKeepingFormer(cache, content, this.#layout);
    } else {
      for (const path of [cache, formerOf(cache)]) await rm(path, { force: true });
      this.#known = undefined;
    }
  }
}
