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

/** A content while it comes in, and from then on until it is disposed of. */
export interface Spool {
  /** Takes the next piece; what is returned is to be waited for before the piece after it. */
  write(bytes: Buffer): Promise<void> | undefined;
  /** The whole content, once everything was written. */
  finish(): Promise<Attachment['source']>;
  /** Removes the content. */
  dispose(): Promise<void>;
}

/** Keeps a content of at most `maxBytes` in memory where the budget allows that, and otherwise in a file of its own. */
export const createSpool = (directory: string, maxBytes: number, budget: MemoryBudget): Spool =>
  budget.take(maxBytes) ? new MemorySpool(maxBytes, budget) : new FileSpool(directory);

class MemorySpool implements Spool {
  readonly #content: Buffer;
  readonly #budget: MemoryBudget;
  #bytes = 0;
  #taken: number;

  constructor(maxBytes: number, budget: MemoryBudget) {
    this.#content = Buffer.allocUnsafeSlow(maxBytes);
    this.#budget = budget;
    this.#taken = maxBytes;
  }

  write(bytes: Buffer): undefined {
    this.#content.set(bytes, this.#bytes);
    this.#bytes += bytes.length;
  }

  async finish(): Promise<Attachment['source']> {
    this.#giveBack(this.#taken - this.#bytes);
    return { bytes: this.#content.subarray(0, this.#bytes) };
  }

  async dispose(): Promise<void> {
    this.#giveBack(this.#taken);
  }

  #giveBack(bytes: number): void {
    this.#taken -= bytes;
    this.#budget.give(bytes);
  }
}

class FileSpool implements Spool {
  readonly #directory: string;
  readonly #path: string;
  #chunks: Buffer[] = [];
  #chunkBytes = 0;
  #file: FileHandle | undefined;

  constructor(directory: string) {
    this.#directory = directory;
    this.#path = join(directory, randomUUID());
  }

  write(bytes: Buffer): Promise<void> | undefined {
    this.#chunks.push(bytes);
    this.#chunkBytes += bytes.length;
    return this.#chunkBytes < WRITE_BYTES ? undefined : this.#flush();
  }

  async finish(): Promise<Attachment['source']> {
    await this.#flush();
    await this.#close();
    return { path: this.#path };
  }

  async dispose(): Promise<void> {
    this.#chunks = [];
    await this.#close();
    await unlink(this.#path).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#chunkBytes = 0;
    this.#file ??= await this.#open();
    if (chunks.length > 0) await this.#file.writev(chunks);
  }

  async #open(): Promise<FileHandle> {
    await mkdir(this.#directory, { recursive: true });
    return open(this.#path, 'wx', 0o600);
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}
