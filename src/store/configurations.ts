import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readdir, readFile, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import { StoreError } from './errors.ts';
import {
  hasCode,
  identityOf,
  makeDirectory,
  replaceFile,
  statFile,
  unlessMissing,
  type FileIdentity,
} from './files.ts';
import { pack, unpack } from './gzip.ts';
import { Queue } from './queue.ts';

/** Whether and how configurations are kept: under hashed names and compressed, under their own names and plain, or not. */
export type StatefulMode = 'hash' | 'simple' | 'disabled';

/** In the order they are looked for. */
const FORMATS = ['text', 'yaml'] as const;
export type ConfigurationFormat = (typeof FORMATS)[number];

export interface StoredConfiguration {
  readonly content: string;
  readonly format: ConfigurationFormat;
  /** Changes whenever the file does. */
  readonly identity: FileIdentity;
}

export interface ConfigurationsOptions {
  readonly directory: string;
  readonly mode: StatefulMode;
  /** Salts the names of files, so that a key cannot be found by its file without it. */
  readonly secret: string;
}

/** Where configurations are and how their content is written. */
interface Form {
  readonly endings: Readonly<Record<ConfigurationFormat, string>>;
  /** The path of a key's file without its ending. */
  readonly placeOf: (key: string) => string;
  readonly encode: (content: string) => Promise<Uint8Array>;
  readonly decode: (bytes: Uint8Array) => Promise<Uint8Array>;
}

const hashed = (directory: string, secret: string): Form => ({
  endings: { text: '.text', yaml: '.yaml' },
  placeOf: (key) => {
    const hash = createHash('sha224')
      .update(secret + key)
      .digest('hex');
    return join(directory, hash.slice(0, 2), hash.slice(2));
  },
  encode: pack,
  decode: unpack,
});

const plain = (directory: string): Form => ({
  endings: { text: '.cfg', yaml: '.yml' },
  placeOf: (key) => {
    if (basename(key) !== key || key.includes('\0')) throw new StoreError('invalid-name');
    return join(directory, key);
  },
  encode: async (content) => Buffer.from(content),
  decode: async (bytes) => bytes,
});

/** The configurations people stored, by key, in the files the reference uses too. */
export class Configurations {
  readonly #directory: string;
  readonly #mode: StatefulMode;
  /** Undefined keeps nothing. */
  readonly #form: Form | undefined;
  readonly #writes = new Queue();

  constructor({ directory, mode, secret }: ConfigurationsOptions) {
    this.#directory = directory;
    this.#mode = mode;
    this.#form = { hash: hashed(directory, secret), simple: plain(directory), disabled: undefined }[mode];
  }

  /**
   * The identity of a key's file, undefined if there is none or it cannot be told. It is asked for with every
   * notification, and takes a hundredth of the time in which a thread could be told to find out.
   */
  identify(key: string): FileIdentity | undefined {
    if (!this.#form) return undefined;
    const { endings, placeOf } = this.#form;
    try {
      const place = placeOf(key);
      for (const format of FORMATS) {
        const stats = statSync(place + endings[format], { bigint: true, throwIfNoEntry: false });
        if (stats?.isFile()) return identityOf(stats);
      }
    } catch {
      // Loading it says what is wrong.
    }
    return undefined;
  }

  /** The configuration of a key, undefined if there is none; throws StoreError. */
  async load(key: string): Promise<StoredConfiguration | undefined> {
    if (!this.#form) return undefined;
    const { endings, placeOf, decode } = this.#form;
    try {
      for (const format of FORMATS) {
        const path = placeOf(key) + endings[format];
        const stats = await statFile(path);
        if (!stats) continue;
        const bytes = await unlessMissing(readFile(path));
        if (bytes) return { content: Buffer.from(await decode(bytes)).toString(), format, identity: identityOf(stats) };
      }
      return undefined;
    } catch (error) {
      throw error instanceof StoreError ? error : new StoreError('unreadable', error);
    }
  }

  /** Keeps a configuration in place of the one the key had, whatever its format; throws StoreError. */
  async save(key: string, content: string, format: ConfigurationFormat): Promise<void> {
    if (!this.#form) throw new StoreError('unwritable');
    const { endings, placeOf, encode } = this.#form;
    const place = placeOf(key);
    const other = format === 'text' ? 'yaml' : 'text';
    await this.#writes.run(async () => {
      try {
        await makeDirectory(dirname(place));
        await replaceFile(place + endings[format], await encode(content), dirname(place));
        await removeFile(place + endings[other]).catch(async (error: unknown) => {
          // Of two files, the text one would be read.
          await rm(place + endings[format], { force: true });
          throw error;
        });
      } catch (error) {
        throw new StoreError('unwritable', error);
      }
    });
  }

  /** Removes the configuration of a key; false if there was none; throws StoreError. */
  async remove(key: string): Promise<boolean> {
    if (!this.#form) return false;
    const { endings, placeOf } = this.#form;
    const place = placeOf(key);
    return this.#writes.run(async () => {
      const results = await Promise.allSettled(FORMATS.map((format) => removeFile(place + endings[format])));
      const failure = results.find(({ status }) => status === 'rejected');
      if (failure?.status === 'rejected') throw new StoreError('unwritable', failure.reason);
      return results.some((result) => result.status === 'fulfilled' && result.value);
    });
  }

  /** The key of every configuration file, sorted; only files that bear their names tell. */
  async list(): Promise<string[]> {
    if (this.#mode !== 'simple') return [];
    const found = (await unlessMissing(readdir(this.#directory, { withFileTypes: true }))) ?? [];
    return found
      .filter((entry) => !entry.name.startsWith('.') && (entry.isFile() || entry.isSymbolicLink()))
      .map((entry) => parse(entry.name).name)
      .toSorted();
  }
}

/** Whether there was a file to remove. */
async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
