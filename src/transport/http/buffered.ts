import { decodeBody } from './decode.ts';
import type { TransportError } from './errors.ts';
import { Exchange } from './exchange.ts';
import { parseHeaders, type ReplyHead } from './head.ts';
import type { Message } from './message.ts';
import type { WireOptions, WireReply } from './request.ts';

/** Enough for every reply that a service judges by. */
const DEFAULT_MAX_REPLY_BYTES = 1024 * 1024;

const maxBytesOf = ({ maxReplyBytes }: WireOptions): number => maxReplyBytes ?? DEFAULT_MAX_REPLY_BYTES;

const NOTHING = Buffer.alloc(0);

/** A reply with its whole body; the headers are read when asked for. */
export class BufferedReply implements WireReply {
  readonly head: ReplyHead;
  readonly body: Buffer;
  readonly truncated: boolean;
  #headers: ReadonlyMap<string, string> | undefined;

  constructor(head: ReplyHead, body: Buffer, truncated: boolean) {
    this.head = head;
    this.body = body;
    this.truncated = truncated;
  }

  get status(): number {
    return this.head.status;
  }

  get headers(): ReadonlyMap<string, string> {
    return (this.#headers ??= parseHeaders(this.head.lines));
  }

  header(name: string): string | undefined {
    return this.headers.get(name);
  }

  text(): string {
    return this.body.toString('utf8');
  }
}

/** The reply without its `Content-Encoding`. */
export function decodedReply(reply: BufferedReply, options: WireOptions): BufferedReply | Promise<BufferedReply> {
  const { contentEncoding } = reply.head;
  return contentEncoding === undefined ? reply : decode(reply, contentEncoding, maxBytesOf(options));
}

async function decode(reply: BufferedReply, encoding: string, maxBytes: number): Promise<BufferedReply> {
  const { body, truncated } = await decodeBody(reply.body, encoding, maxBytes);
  return new BufferedReply(reply.head, body, truncated || reply.truncated);
}

/** An exchange whose reply is kept in memory, up to a limit. */
export class BufferedExchange extends Exchange {
  readonly #maxBytes: number;
  readonly #resolve: (reply: BufferedReply) => void;
  readonly #reject: (error: TransportError) => void;
  #head: ReplyHead | undefined;
  #body = NOTHING;
  #bytes = 0;

  constructor(
    message: Message,
    options: WireOptions,
    resolve: (reply: BufferedReply) => void,
    reject: (error: TransportError) => void,
  ) {
    super(message, options);
    this.#maxBytes = maxBytesOf(options);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(head: ReplyHead): void {
    this.#head = head;
  }

  receive(buffer: Buffer, start: number, end: number): boolean {
    const taken = Math.min(end - start, this.#maxBytes - this.#bytes);
    this.#reserve(this.#bytes + taken);
    buffer.copy(this.#body, this.#bytes, start, start + taken);
    this.#bytes += taken;
    return taken === end - start;
  }

  protected succeed(truncated: boolean): void {
    const body = this.#bytes === this.#body.length ? this.#body : this.#body.subarray(0, this.#bytes);
    this.#resolve(new BufferedReply(this.#head!, body, truncated));
  }

  protected giveUp(error: TransportError): void {
    this.#reject(error);
  }

  /** Grows in doubles: one exact piece for a small reply, and no list of pieces that may each be a byte long. */
  #reserve(bytes: number): void {
    if (bytes <= this.#body.length) return;
    const larger = Buffer.allocUnsafe(Math.max(bytes, Math.min(this.#maxBytes, this.#body.length * 2)));
    this.#body.copy(larger, 0, 0, this.#bytes);
    this.#body = larger;
  }
}
