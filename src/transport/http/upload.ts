import { open, type FileHandle } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { TransportError } from './errors.ts';
import type { Message } from './message.ts';
import type { BodyPart } from './request.ts';

/** Large enough that system calls cost little, small enough that a slow line shows progress within a timeout. */
const CHUNK_BYTES = 256 * 1024;

type FilePart = Extract<BodyPart, { readonly path: string }>;

const isFile = (part: BodyPart): part is FilePart => typeof part === 'object' && !(part instanceof Uint8Array);

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

async function openFile(part: FilePart): Promise<FileHandle> {
  try {
    return await open(part.path);
  } catch (error) {
    throw new TransportError('invalid', 'request', `A file to send cannot be opened (${codeOf(error)})`);
  }
}

/** Fills one buffer over and over, and sends it each time it is full. */
class ChunkWriter {
  readonly #socket: Socket;
  readonly #progress: () => void;
  readonly #buffer: Buffer;
  #used = 0;

  constructor(socket: Socket, bytes: number, progress: () => void) {
    this.#socket = socket;
    this.#progress = progress;
    this.#buffer = Buffer.allocUnsafe(Math.min(bytes, CHUNK_BYTES));
  }

  async add(data: Uint8Array): Promise<void> {
    if (data.length > this.#buffer.length - this.#used) await this.flush();
    if (data.length <= this.#buffer.length) {
      this.#buffer.set(data, this.#used);
      this.#used += data.length;
      return;
    }
    for (let start = 0; start < data.length; start += CHUNK_BYTES)
      await this.#write(data.subarray(start, start + CHUNK_BYTES));
  }

  async addFile(file: FileHandle, bytes: number): Promise<void> {
    for (let left = bytes; left > 0;) {
      if (this.#used === this.#buffer.length) await this.flush();
      const { bytesRead } = await file.read(this.#buffer, this.#used, Math.min(left, this.#buffer.length - this.#used));
      if (bytesRead === 0) throw new TransportError('invalid', 'send', 'A file to send has become shorter');
      this.#used += bytesRead;
      left -= bytesRead;
    }
  }

  async flush(): Promise<void> {
    if (this.#used > 0) await this.#write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  async #write(chunk: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
    this.#progress();
  }
}

/**
 * Sends a request piece by piece, each when the one before has left, so that of a large body little is in memory at once;
 * `progress` is called in between. Nothing is sent when a file cannot be opened.
 */
export async function upload(socket: Socket, { head, body, bodyBytes }: Message, progress: () => void): Promise<void> {
  const parts = typeof body === 'string' || body instanceof Uint8Array ? [body] : (body ?? []);
  const files: FileHandle[] = [];
  try {
    for (const part of parts) if (isFile(part)) files.push(await openFile(part));
    const writer = new ChunkWriter(socket, head.length + bodyBytes, progress);
    await writer.add(Buffer.from(head, 'latin1'));
    let nextFile = 0;
    for (const part of parts) {
      if (isFile(part)) {
        const file = files[nextFile++]!;
        await writer.addFile(file, part.bytes);
        // At once: nothing may stand between the last byte and the return, for the reply may come right after it.
        await file.close();
      } else await writer.add(typeof part === 'string' ? Buffer.from(part) : part);
    }
    await writer.flush();
  } finally {
    for (const file of files) await file.close();
  }
}
