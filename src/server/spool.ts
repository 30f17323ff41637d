import { randomUUID } from 'node:crypto';
import { mkdir, open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment } from '../service/message.ts';

/** How much is gathered for one write to disk. */
const WRITE_BYTES = 512 * 1024;

/** What contents that come in may take of the memory of the process; those for which it does not suffice go to disk. */
export class MemoryBudget {
  #bytes: number;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** Whether there was enough left, which is then taken. */
  take(bytes: number): boolean {
    if (bytes > this.#bytes) return false;
    this.#bytes -= bytes;
    return true;
  }

  give(bytes: number): void {
    this.#bytes += bytes;
  }
}

/** Keeps a content while it comes in: in memory as long as the budget allows, and in a file of its own from then on. */
export class Spool {
  readonly #directory: string;
  readonly #budget: MemoryBudget;
  #chunks: Buffer[] = [];
  #chunkBytes = 0;
  #taken = 0;
  #path: string | undefined;
  #file: FileHandle | undefined;

  constructor(directory: string, budget: MemoryBudget) {
    this.#directory = directory;
    this.#budget = budget;
  }

  /** Takes the next piece; what is returned is to be waited for before the piece after it. */
  write(bytes: Buffer): Promise<void> | undefined {
    this.#chunks.push(bytes);
    this.#chunkBytes += bytes.length;
    if (this.#path === undefined && this.#budget.take(bytes.length)) {
      this.#taken += bytes.length;
      return undefined;
    }
    return this.#file !== undefined && this.#chunkBytes < WRITE_BYTES ? undefined : this.#flush();
  }

  /** The whole content, once everything was written; good until it is disposed of. */
  async finish(): Promise<Attachment['source']> {
    if (this.#path === undefined) return { bytes: Buffer.concat(this.#chunks.splice(0)) };
    await this.#flush();
    await this.#close();
    return { path: this.#path };
  }

  /** Removes the content wherever it is. */
  async dispose(): Promise<void> {
    this.#release();
    await this.#close();
    if (this.#path !== undefined) await unlink(this.#path).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const chunks = this.#chunks;
    this.#file ??= await this.#create();
    this.#release();
    if (chunks.length > 0) await this.#file.writev(chunks);
  }

  async #create(): Promise<FileHandle> {
    await mkdir(this.#directory, { recursive: true });
    this.#path = join(this.#directory, randomUUID());
    return open(this.#path, 'wx', 0o600);
  }

  #release(): void {
    this.#chunks = [];
    this.#chunkBytes = 0;
    this.#budget.give(this.#taken);
    this.#taken = 0;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}
