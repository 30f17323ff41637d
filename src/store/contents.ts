import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFileName, listFiles, statFile, unlessMissing } from './files.ts';
import { pack, unpack } from './gzip.ts';
import { CURRENT, FORMER, isOurs, MAX_BYTES, prepare, replaceKeepingFormer, type Layout } from './layout.ts';

const ENDINGS = [CURRENT, FORMER];

interface Form {
  /** Whether the file is compressed. */
  readonly compress?: boolean;
}

/** Contents of a namespace that are kept whole, each in its own file `var/KEY.psdata`. */
export class Contents {
  /** Undefined keeps nothing. */
  readonly #layout: Layout | undefined;

  constructor(layout: Layout | undefined) {
    this.#layout = layout;
  }

  /** The content under a key, or undefined if there is none or it is not in this form. */
  async read(key = 'default', { compress = true }: Form = {}): Promise<Uint8Array | undefined> {
    const name = checkFileName(key) + CURRENT;
    if (this.#layout === undefined) return undefined;
    const content = await unlessMissing(readFile(join(this.#layout.contents, name)));
    return content === undefined || !compress ? content : unpack(content).catch(() => undefined);
  }

  /** Keeps a content under a key; false if it is too much or there is nowhere to keep it. */
  async write(content: Uint8Array, key = 'default', { compress = true }: Form = {}): Promise<boolean> {
    const name = checkFileName(key) + CURRENT;
    if (this.#layout === undefined) return false;
    const path = join(this.#layout.contents, name);
    const stored = compress ? await pack(content) : content;
    try {
      await prepare(this.#layout);
      const formerSize = Number((await statFile(path))?.size ?? 0);
      if (stored.length + (await this.size()) - formerSize > MAX_BYTES) return false;
      await replaceKeepingFormer(path, stored, this.#layout);
      return true;
    } catch {
      return false;
    }
  }

  /** Removes the contents under these keys, or all of them and what was left half-written. */
  async delete(...keys: readonly string[]): Promise<void> {
    if (this.#layout === undefined) return;
    const { contents, scratch } = this.#layout;
    const doomed = keys.length
      ? keys.flatMap((key) => ENDINGS.map((ending) => join(contents, checkFileName(key) + ending)))
      : [...(await listFiles(contents)).filter(isOurs), ...(await listFiles(scratch))];
    for (const path of doomed) await rm(path, { force: true });
  }

  /** Every current file of the namespace, the cache too. */
  async files(): Promise<string[]> {
    if (this.#layout === undefined) return [];
    const { directory, contents } = this.#layout;
    return [...(await listFiles(directory)), ...(await listFiles(contents))].filter((path) => !path.endsWith(FORMER));
  }

  /** Bytes on disk of all current files. */
  async size(): Promise<number> {
    const sizes = (await this.files()).map(async (path) => (await stat(path)).size);
    return (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
  }
}
