import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { TransportError } from './errors.ts';

/** A body whose end is missing still gives what there is of it. */
const ZLIB = { finishFlush: constants.Z_SYNC_FLUSH };
const BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH };

/** What a body is that its own encoding does not fit. */
export const undecodable = (encoding: string): TransportError =>
  new TransportError('protocol', 'reply', `The body of the reply is not ${encoding}`);

/** A stream that undoes a `Content-Encoding`; undefined for one that is not known. */
export function createDecoder(encoding: string, firstByte?: number): Transform | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(ZLIB);
    case 'deflate':
      // Some servers leave the two bytes of header out that the standard asks for; the first of them ends in 8.
      return firstByte === undefined || (firstByte & 0x0f) === 8 ? createInflate(ZLIB) : createInflateRaw(ZLIB);
    case 'br':
      return createBrotliDecompress(BROTLI);
    default:
      return undefined;
  }
}

/** A body that is no longer compressed, cut at `maxBytes` before more than that is ever in memory. */
export async function decodeBody(
  body: Buffer,
  encoding: string,
  maxBytes: number,
): Promise<{ body: Buffer; truncated: boolean }> {
  const decoder = body.length === 0 ? undefined : createDecoder(encoding, body[0]);
  if (decoder === undefined) return { body, truncated: false };
  const pieces: Buffer[] = [];
  let bytes = 0;
  decoder.end(body);
  try {
    for await (const piece of decoder as AsyncIterable<Buffer>) {
      pieces.push(piece.subarray(0, maxBytes - bytes));
      bytes += piece.length;
      if (bytes > maxBytes) break;
    }
  } catch {
    throw undecodable(encoding);
  }
  return { body: Buffer.concat(pieces), truncated: bytes > maxBytes };
}
