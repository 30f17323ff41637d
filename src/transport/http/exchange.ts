import { TransportError } from './errors.ts';
import type { ReplyHead } from './head.ts';
import type { Message } from './message.ts';
import type { Receiver } from './reader.ts';
import type { WireOptions } from './request.ts';

/** Time is counted in these, for all requests together: a timer of its own for each costs more than the rest of it. */
export const TICK_MILLISECONDS = 50;

/** Ticks after which at least so many seconds have passed. */
export const ticksOf = (seconds: number): number => Math.ceil((seconds * 1000) / TICK_MILLISECONDS) + 1;

/** Who has a request at the moment and can let go of it. */
export interface ExchangeHolder {
  cancel(exchange: Exchange, error: TransportError): void;
}

/** Lets a reader that is not as fast as the network hold the bytes back. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/** One request and what becomes of it: exactly one of `finish` and `fail` is called in the end. */
export abstract class Exchange implements Receiver {
  readonly message: Message;
  readonly connectTicks: number;
  readonly readTicks: number;
  readonly deadline: number;
  /** Sent a second time, because the first connection had been closed while it was idle. */
  repeated = false;
  holder: ExchangeHolder | undefined;
  /** Of the connection that brings the reply. */
  flow: Flow | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(message: Message, options: WireOptions) {
    this.message = message;
    this.connectTicks = ticksOf(options.connectTimeoutSeconds);
    this.readTicks = ticksOf(options.readTimeoutSeconds);
    this.deadline = options.deadline ?? Infinity;
    this.#signal = options.signal;
    this.#signal?.addEventListener('abort', this);
  }

  /** The signal's; named so by the event interface. */
  handleEvent(): void {
    this.holder?.cancel(this, new TransportError('aborted', 'request', 'The request was given up'));
  }

  finish(truncated: boolean): void {
    this.#letGo();
    this.succeed(truncated);
  }

  fail(error: TransportError): void {
    this.#letGo();
    this.giveUp(error);
  }

  #letGo(): void {
    this.#signal?.removeEventListener('abort', this);
    this.holder = undefined;
    this.flow = undefined;
  }

  abstract begin(head: ReplyHead): void;
  abstract receive(buffer: Buffer, start: number, end: number): boolean;
  protected abstract succeed(truncated: boolean): void;
  protected abstract giveUp(error: TransportError): void;
}
