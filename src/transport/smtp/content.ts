import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Attachment } from '../../service/message.ts';
import type { MimeChunk } from '../../service/mime-encode.ts';

/** What makes a line of 76 characters in base64. */
const LINE_BYTES = 57;
/** How much of a file is encoded at a time: whole lines. */
const BLOCK_BYTES = LINE_BYTES * 1024;

async function* blocksOf({ source }: Attachment): AsyncGenerator<Buffer> {
  if ('path' in source) {
    let rest: Buffer = Buffer.alloc(0);
    for await (const read of createReadStream(source.path, { highWaterMark: BLOCK_BYTES })) {
      const bytes = Buffer.concat([rest, read as Buffer]);
      const whole = bytes.length - (bytes.length % LINE_BYTES);
      yield bytes.subarray(0, whole);
      rest = bytes.subarray(whole);
    }
    yield rest;
    return;
  }
  const { buffer, byteOffset, length } = source.bytes;
  const bytes = Buffer.from(buffer, byteOffset, length);
  for (let start = 0; start < length; start += BLOCK_BYTES) yield bytes.subarray(start, start + BLOCK_BYTES);
}

async function* textOf(chunks: readonly MimeChunk[]): AsyncGenerator<string> {
  for (const chunk of chunks) {
    if (typeof chunk === 'string') yield chunk;
    else
      for await (const block of blocksOf(chunk))
        if (block.length > 0) yield block.toString('base64').replace(/.{1,76}/g, '$&\r\n');
  }
}

/** An encoded message as it goes on the wire; its files are read while it is sent. */
export const streamContent = (chunks: readonly MimeChunk[]): Readable =>
  Readable.from(textOf(chunks), { objectMode: false });

const encodedBytes = (bytes: number): number => Math.ceil(bytes / 3) * 4 + Math.ceil(bytes / LINE_BYTES) * 2;

/** The bytes of an encoded message on the wire, for servers that want to know before. */
export const contentBytes = (chunks: readonly MimeChunk[]): number =>
  chunks.reduce((sum, chunk) => sum + (typeof chunk === 'string' ? chunk.length : encodedBytes(chunk.size)), 0);
