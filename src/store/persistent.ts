import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '../service/define.ts';
import type { Json } from '../service/http.ts';
import { CacheFile } from './cache-file.ts';
import { Contents } from './contents.ts';
import { checkedText, expiryAfter, isExpired, type Entry } from './entry.ts';
import { StoreError } from './errors.ts';
import { checkFileName, replaceFile, unlessMissing } from './files.ts';
import { layoutOf, MAX_BYTES, prepare, type Layout } from './layout.ts';
import { fromJson, toJson } from './python.ts';
import { Queue } from './queue.ts';

const STORE_MODES = ['auto', 'flush', 'memory'] as const;
/** When values go to disk: in a moment (`auto`), before a change is done (`flush`), or never. */
export type StoreMode = (typeof STORE_MODES)[number];

export const parseStoreMode = (text: string): StoreMode | undefined =>
  STORE_MODES.find((mode) => mode === text.toLowerCase());

export interface StoreOptions {
  /** The directory of all namespaces; without one everything stays in memory. */
  readonly path?: string | undefined;
  readonly mode?: StoreMode | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Told what goes wrong with the disk, which never fails a notification. */
  readonly warn?: (message: string) => void;
}

/** A session as the engine opens and closes it. */
export interface SessionStore extends Session {
  /** Writes what changed; false if the disk refused, and then the values stay in memory. */
  flush(): Promise<boolean>;
  /** The directory of the namespace. */
  readonly path: string | undefined;
}

/** How long changes are gathered in `auto` mode. */
const GATHER_MILLISECONDS = 500;

interface SetOptions {
  readonly expiresInSeconds?: number;
  /** Whether the value is written to disk, as it is by default. */
  readonly persistent?: boolean;
}

/**
 * The values one service keeps between sends: read from disk once, then kept in memory, and written as a whole.
 * Safe under concurrent sends; of two processes that change one namespace, each keeps the keys the other changed.
 */
export class PersistentStore implements SessionStore {
  readonly path: string | undefined;
  readonly contents: Contents;
  readonly #namespace: string;
  readonly #now: () => number;
  readonly #warn: (message: string) => void;
  #mode: StoreMode;
  /** Undefined keeps everything in memory. */
  #layout: Layout | undefined;
  #file: CacheFile | undefined;
  #opened: Promise<Map<string, Entry>> | undefined;
  /** Keys that differ from what is on disk. */
  #changed = new Set<string>();
  #nextWrite: Promise<boolean> | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #files = new Map<string, Uint8Array>();
  readonly #writes = new Queue();
  readonly #sends = new Queue();

  constructor(namespace: string, { path, mode = 'auto', now = Date.now, warn = () => undefined }: StoreOptions) {
    this.#namespace = checkFileName(namespace);
    const layout = path === undefined ? undefined : layoutOf(path, namespace);
    this.path = layout?.directory;
    this.#mode = layout === undefined ? 'memory' : mode;
    this.#layout = this.#mode === 'memory' ? undefined : layout;
    this.#file = this.#layout && new CacheFile(this.#layout);
    this.contents = new Contents(this.#layout);
    this.#now = now;
    this.#warn = warn;
  }

  /** The mode in effect: `memory` too where the disk cannot be used. */
  get mode(): StoreMode {
    return this.#mode;
  }

  /** Whether nothing would be lost by forgetting this object. */
  get isIdle(): boolean {
    return this.#changed.size === 0 && this.#writes.isIdle && this.#sends.isIdle;
  }

  async get(key: string): Promise<Json | undefined> {
    const entry = await this.find(key);
    return entry && toJson(entry.value);
  }

  async set(key: string, value: Json, options: SetOptions = {}): Promise<void> {
    const { expiresInSeconds, persistent = true } = options;
    const expires = expiresInSeconds === undefined ? undefined : expiryAfter(expiresInSeconds, this.#now());
    await this.put(key, { value: fromJson(value), expires, persistent });
  }

  async clear(...keys: readonly string[]): Promise<void> {
    const entries = await this.#open();
    for (const key of keys.length ? keys : [...entries.keys()]) this.#remove(entries, key);
    await this.#writeSoon();
  }

  /** Every key, also of values that have ended but were not pruned. */
  async keys(): Promise<string[]> {
    return [...(await this.#open()).keys()];
  }

  /** The entry under a key, unless it has ended. */
  async find(key: string): Promise<Entry | undefined> {
    const entry = (await this.#open()).get(key);
    return entry && !isExpired(entry, this.#now()) ? entry : undefined;
  }

  /** Keeps an entry; the same entry again changes nothing. */
  async put(key: string, entry: Entry): Promise<void> {
    const entries = await this.#open();
    const former = entries.get(key);
    if (former && checkedText(former) === checkedText(entry)) return;
    entries.set(key, entry);
    if (entry.persistent || former?.persistent) this.#markChanged(key);
    await this.#writeSoon();
  }

  /** Forgets the values that have ended. */
  async prune(): Promise<void> {
    this.#dropExpired(await this.#open());
    await this.#writeSoon();
  }

  flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // Whoever asks before the write begins shares it.
    this.#nextWrite ??= this.#writes.run(() => {
      this.#nextWrite = undefined;
      return this.#write();
    });
    return this.#nextWrite;
  }

  lock<T>(work: () => Promise<T>): Promise<T> {
    return this.#sends.run(work);
  }

  async readFile(name: string): Promise<Uint8Array | undefined> {
    checkFileName(name);
    await this.#open();
    if (this.#layout === undefined) return this.#files.get(name);
    return unlessMissing(readFile(join(this.#layout.directory, name))).catch((error: unknown) => {
      throw new StoreError('unreadable', error);
    });
  }

  async writeFile(name: string, content: Uint8Array): Promise<void> {
    checkFileName(name);
    if (content.length > MAX_BYTES) throw new StoreError('too-large');
    await this.#open();
    if (this.#layout === undefined) {
      this.#files.set(name, content);
      return;
    }
    try {
      await prepare(this.#layout);
      await replaceFile(join(this.#layout.directory, name), content, this.#layout.scratch);
    } catch (error) {
      throw new StoreError('unwritable', error);
    }
  }

  #open(): Promise<Map<string, Entry>> {
    this.#opened ??= this.#load();
    return this.#opened;
  }

  async #load(): Promise<Map<string, Entry>> {
    if (this.#layout === undefined) return new Map();
    try {
      await prepare(this.#layout);
    } catch {
      this.#warn('The persistent store cannot be used; sessions are kept in memory');
      this.#mode = 'memory';
      this.#layout = undefined;
      this.#file = undefined;
    }
    return this.#read();
  }

  /** What is on disk; a file that cannot be read counts as empty, and is kept as the former version once it is replaced. */
  async #read(): Promise<Map<string, Entry>> {
    try {
      return (await this.#file?.read(this.#now())) ?? new Map<string, Entry>();
    } catch {
      this.#warn(`The sessions of ${this.#namespace} cannot be read; they start anew`);
      return new Map();
    }
  }

  async #writeSoon(): Promise<void> {
    if (!this.#changed.size) return;
    if (this.#mode === 'flush') await this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), GATHER_MILLISECONDS).unref();
  }

  async #write(): Promise<boolean> {
    if (!this.#changed.size) return true;
    const entries = await this.#open();
    let changed: ReadonlySet<string> = new Set();
    try {
      if (this.#layout) await prepare(this.#layout);
      if (await this.#file?.isForeign()) this.#adopt(entries, await this.#read());
      this.#dropExpired(entries);
      changed = this.#changed;
      this.#changed = new Set();
      await this.#file?.write(entries, this.#now());
      return true;
    } catch {
      this.#changed = this.#changed.union(changed);
      this.#warn(`The sessions of ${this.#namespace} cannot be written; they stay in memory`);
      return false;
    }
  }

  /** Takes over what another process wrote, but for the keys that changed here. */
  #adopt(entries: Map<string, Entry>, theirs: ReadonlyMap<string, Entry>): void {
    for (const [key, { persistent }] of entries) {
      if (persistent && !this.#changed.has(key) && !theirs.has(key)) entries.delete(key);
    }
    for (const [key, entry] of theirs) if (!this.#changed.has(key)) entries.set(key, entry);
  }

  #dropExpired(entries: Map<string, Entry>): void {
    const now = this.#now();
    for (const [key, entry] of entries) if (isExpired(entry, now)) this.#remove(entries, key);
  }

  #remove(entries: Map<string, Entry>, key: string): void {
    if (entries.get(key)?.persistent) this.#markChanged(key);
    entries.delete(key);
  }

  #markChanged(key: string): void {
    if (this.#file) this.#changed.add(key);
  }
}
