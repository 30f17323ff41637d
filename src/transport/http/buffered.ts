import type { TransportError } from './errors.ts';
import { Exchange } from './exchange.ts';
import { parseHeaders, type ReplyHead } from './head.ts';
import type { Message } from './message.ts';
import type { WireOptions, WireReply } from './request.ts';

/** Enough for every reply that a service judges by. */
export const DEFAULT_MAX_REPLY_BYTES = 1024 * 1024;

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

/** An exchange whose reply is kept in memory, up to a limit. */
export class BufferedExchange extends Exchange {
  readonly #maxBytes: number;
  readonly #resolve: (reply: BufferedReply) => void;
  readonly #reject: (error: TransportError) => void;
  #head: ReplyHead | undefined;
  #buffer = NOTHING;
  #bytes = 0;

  constructor(
    message: Message,
    options: WireOptions,
    resolve: (reply: BufferedReply) => void,
    reject: (error: TransportError) => void,
  ) {
    super(message, options);
    this.#maxBytes = options.maxReplyBytes ?? DEFAULT_MAX_REPLY_BYTES;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(head: ReplyHead): void {
    this.#head = head;
  }

  receive(bytes: Buffer): boolean {
    const taken = Math.min(bytes.length, this.#maxBytes - this.#bytes);
    this.#reserve(this.#bytes + taken);
    bytes.copy(this.#buffer, this.#bytes, 0, taken);
    this.#bytes += taken;
    return taken === bytes.length;
  }

  protected succeed(truncated: boolean): void {
    this.#resolve(new BufferedReply(this.#head!, this.#buffer.subarray(0, this.#bytes), truncated));
  }

  protected giveUp(error: TransportError): void {
    this.#reject(error);
  }

  /** Grows in doubles: one exact piece for a small reply, and no list of pieces that may each be a byte long. */
  #reserve(bytes: number): void {
    if (bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(bytes, Math.min(this.#maxBytes, this.#buffer.length * 2)));
    this.#buffer.copy(larger, 0, 0, this.#bytes);
    this.#buffer = larger;
  }
}
