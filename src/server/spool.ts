import { randomUUID } from 'node:crypto';
import { mkdir, open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment } from '../service/message.ts';

/** How much is gathered for one write to disk. */
const WRITE_BYTES = 512 * 1024;

/** Memory comes in multiples of it, so that it suits the next content too; less than that is quickly found anew. */
const UNIT_BYTES = 64 * 1024;
const KEPT_MILLISECONDS = 5000;

/**
 * What contents that come in may take of the memory of the process; those for which it does not suffice go to disk.
 * Memory that is given back is kept for the contents that follow, for a while: new memory takes longer to get at than to
 * fill.
 */
export class MemoryBudget {
  readonly #maxBytes: number;
  #bytes: number;
  #kept: Buffer[] = [];
  #forgetting: NodeJS.Timeout | undefined;

  constructor(bytes: number) {
    this.#maxBytes = bytes;
    this.#bytes = bytes;
  }

  /** Memory for at least so many bytes, which may hold anything; undefined if there is not enough left. */
  take(bytes: number): Buffer | undefined {
    if (bytes > this.#bytes) return undefined;
    this.#bytes -= bytes;
    const at = this.#kept.findIndex(({ length }) => length >= bytes);
    if (at >= 0) return this.#kept.splice(at, 1)[0];
    return Buffer.allocUnsafeSlow(bytes < UNIT_BYTES ? bytes : Math.ceil(bytes / UNIT_BYTES) * UNIT_BYTES);
  }

  /** So many bytes are free for others. */
  give(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Nobody uses this memory any more. */
  keep(memory: Buffer): void {
    const bytes = this.#kept.reduce((sum, { length }) => sum + length, memory.length);
    if (memory.length < UNIT_BYTES || bytes > this.#maxBytes) return;
    this.#kept.push(memory);
    this.#forgetting ??= setTimeout(() => {
      this.#kept = [];
      this.#forgetting = undefined;
    }, KEPT_MILLISECONDS).unref();
    this.#forgetting.refresh();
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
export function createSpool(directory: string, maxBytes: number, budget: MemoryBudget): Spool {
  const memory = budget.take(maxBytes);
  return memory ? new MemorySpool(memory, maxBytes, budget) : new FileSpool(directory);
}

class MemorySpool implements Spool {
  #memory: Buffer | undefined;
  readonly #budget: MemoryBudget;
  #bytes = 0;
  #taken: number;

  constructor(memory: Buffer, taken: number, budget: MemoryBudget) {
    this.#memory = memory;
    this.#taken = taken;
    this.#budget = budget;
  }

  write(bytes: Buffer): undefined {
    this.#memory?.set(bytes, this.#bytes);
    this.#bytes += bytes.length;
  }

  async finish(): Promise<Attachment['source']> {
    this.#giveBack(this.#taken - this.#bytes);
    return { bytes: this.#memory?.subarray(0, this.#bytes) ?? Buffer.of() };
  }

  async dispose(): Promise<void> {
    if (this.#memory) this.#budget.keep(this.#memory);
    this.#memory = undefined;
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
