import type { IncomingMessage } from 'node:http';
import type { Exchange } from './exchange.ts';
import { Refusal, type RefusalCode } from './refusal.ts';

/** How much of a refused payload is still taken in, so that the caller gets to read why it was refused. */
export const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/** The caller went away before its request was complete; there is nobody left to answer. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';

  constructor() {
    super('the caller went away');
  }
}

/** Lets the rest of a payload pass by; a caller who goes on for too long is cut off. */
function discardBody(request: IncomingMessage): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_DISCARDED_BYTES) request.destroy();
  });
  request.on('error', () => {});
  request.resume();
}

/** The whole payload, which is refused with `code` as soon as it is known to be larger than `maxBytes`. */
export function readBody(exchange: Exchange, maxBytes: number, code: RefusalCode): Promise<Buffer> {
  const { request } = exchange;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const refuse = (): void => {
      request.removeAllListeners('data').removeAllListeners('end');
      discardBody(request);
      reject(new Refusal(code));
    };
    if (Number(request.headers['content-length']) > maxBytes) return refuse();
    request.on('data', (chunk: Buffer) => {
      exchange.payloadBytes += chunk.length;
      if (exchange.payloadBytes > maxBytes) refuse();
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', () => reject(new CallerGone()));
    request.on('close', () => reject(new CallerGone()));
    return undefined;
  });
}
