import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { HttpClient } from './client.ts';
import { createDecoder, undecodable } from './decode.ts';
import { TransportError } from './errors.ts';
import type { WireOptions, WireRequest } from './request.ts';

/** What is left of a reply whose body went into a file. */
export interface Download {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Size of the file; 0 when the status is an error, for then there is none. */
  readonly bytes: number;
}

const tooLarge = (): TransportError => new TransportError('too-large', 'reply', 'The content is larger than allowed');

/**
 * Puts the content behind a URL into a new file, decoded, without having more than a little of it in memory. Rejects with
 * `too-large` when the reply says or turns out to be of more than `maxBytes`; then, and after every other failure, no file
 * is left; what the file system says is passed on as it is. A reply with an error status (400 and above) is no failure, but leaves no file either.
 */
export async function download(
  client: HttpClient,
  request: WireRequest,
  options: WireOptions,
  { path, maxBytes }: { readonly path: string; readonly maxBytes: number },
): Promise<Download> {
  const { head, headers, body } = await client.stream(request, options);
  const { status } = head;
  if (status >= 400 || (head.contentLength ?? 0) > maxBytes) {
    body.destroy();
    if (status < 400) throw tooLarge();
    return { status, headers, bytes: 0 };
  }
  let bytes = 0;
  async function* limited(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > maxBytes) throw tooLarge();
      yield piece;
    }
  }
  const encoding = head.contentEncoding ?? '';
  const decoder = createDecoder(encoding);
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  try {
    await (decoder === undefined ? pipeline(body, limited, file) : pipeline(body, decoder, limited, file));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') await rm(path, { force: true });
    throw error instanceof TransportError || syscall !== undefined ? error : undecodable(encoding);
  }
  return { status, headers, bytes };
}
