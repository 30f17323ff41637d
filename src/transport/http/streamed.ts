import { Readable } from 'node:stream';
import { TransportError } from './errors.ts';
import { Exchange } from './exchange.ts';
import { parseHeaders, type ReplyHead } from './head.ts';
import type { Message } from './message.ts';
import type { WireOptions } from './request.ts';

/** A reply whose body is still coming, as it is sent: not decoded. The body has to be read to its end or destroyed. */
export interface StreamedReply {
  readonly head: ReplyHead;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Readable;
}

/** An exchange whose body is handed on while it comes, no faster than it is read. */
export class StreamedExchange extends Exchange {
  readonly #resolve: (reply: StreamedReply) => void;
  readonly #reject: (error: TransportError) => void;
  #body: Readable | undefined;

  constructor(
    message: Message,
    options: WireOptions,
    resolve: (reply: StreamedReply) => void,
    reject: (error: TransportError) => void,
  ) {
    super(message, options);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(head: ReplyHead): void {
    this.#body = new Readable({
      read: () => this.flow?.resume(),
      destroy: (error, done) => {
        this.holder?.cancel(this, new TransportError('aborted', 'reply', 'The rest of the reply is not wanted'));
        done(error);
      },
    });
    this.#resolve({ head, headers: parseHeaders(head.lines), body: this.#body });
  }

  receive(buffer: Buffer, start: number, end: number): boolean {
    if (!this.#body!.push(Buffer.from(buffer.subarray(start, end)))) this.flow?.pause();
    return true;
  }

  protected succeed(truncated: boolean): void {
    if (truncated) this.#body!.destroy(new TransportError('protocol', 'reply', 'The reply ended before its end'));
    else this.#body!.push(null);
  }

  protected giveUp(error: TransportError): void {
    if (this.#body === undefined) this.#reject(error);
    else this.#body.destroy(error);
  }
}
