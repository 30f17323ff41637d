import type { Socket } from 'node:net';
import type { ReadCallback } from './dial.ts';
import { TransportError, type TransportPhase } from './errors.ts';
import { ticksOf, type Exchange, type ExchangeHolder, type Flow } from './exchange.ts';
import type { Message } from './message.ts';
import { ReplyReader } from './reader.ts';
import { upload } from './upload.ts';

/** Where a connection belongs. */
export interface ConnectionOwner {
  /** The connection is free for the next request. */
  released(connection: Connection): void;
  closed(connection: Connection): void;
  /** Takes back what an idle connection could not send any more; once that is closed, a new one sends it. */
  repeat(exchange: Exchange): void;
}

/** A larger body is sent in pieces, so that each shows that the other side still takes something. */
const MAX_BYTES_AT_ONCE = 64 * 1024;

function joined({ head, body, bodyBytes }: Message): Buffer {
  const bytes = Buffer.allocUnsafe(head.length + bodyBytes);
  bytes.write(head, 'latin1');
  if (typeof body === 'string') bytes.write(body, head.length);
  else bytes.set(body as Uint8Array, head.length);
  return bytes;
}

/** A kept-alive connection: one request at a time, each until its reply is complete. */
export class Connection implements ExchangeHolder, Flow {
  readonly #owner: ConnectionOwner;
  /** `host:port`, for messages. */
  readonly #where: string;
  readonly #keepAliveSeconds: number;
  readonly #reader = new ReplyReader();
  readonly #dialing = new AbortController();
  #socket: Socket | undefined;
  #exchange: Exchange | undefined;
  #phase: TransportPhase = 'connect';
  #reused = false;
  #paused = false;
  #referenced = true;
  #closed = false;
  #silentTicks = 0;
  #maxSilentTicks = 0;

  constructor(owner: ConnectionOwner, where: string, keepAliveSeconds: number) {
    this.#owner = owner;
    this.#where = where;
    this.#keepAliveSeconds = keepAliveSeconds;
  }

  /** Connects for a request and sends it. */
  open(exchange: Exchange, dial: (read: ReadCallback, signal: AbortSignal) => Promise<Socket>): void {
    this.#take(exchange);
    this.#maxSilentTicks = exchange.connectTicks;
    dial((buffer, bytes) => this.#read(buffer, bytes), this.#dialing.signal).then(
      (socket) => this.#attach(socket),
      (error: unknown) => this.fail(this.#asTransportError(error)),
    );
  }

  /** Sends a request over the idle connection. */
  start(exchange: Exchange): void {
    this.#reused = true;
    if (!this.#referenced) this.#socket!.ref();
    this.#referenced = true;
    this.#take(exchange);
    this.#send(exchange);
  }

  /** Notices what has taken too long; called once per tick. */
  tick(now: number): void {
    this.#silentTicks++;
    const isLate = this.#silentTicks >= this.#maxSilentTicks && !this.#paused;
    if (this.#exchange === undefined) {
      if (isLate) this.close();
      else if (this.#referenced) this.#unreference();
    } else if (now >= this.#exchange.deadline)
      this.fail(this.#error('timed-out', 'did not answer before the deadline'));
    else if (isLate) this.fail(this.#error('timed-out', 'did not answer in time'));
  }

  cancel(exchange: Exchange, error: TransportError): void {
    if (this.#exchange === exchange) this.fail(error);
  }

  /** Ends the connection whatever it is at; its request, if there is one, fails. */
  fail(error: TransportError): void {
    const exchange = this.#exchange;
    this.close();
    exchange?.fail(error);
  }

  pause(): void {
    this.#paused = true;
    this.#socket!.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#silentTicks = 0;
    this.#socket!.resume();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#exchange = undefined;
    if (this.#socket === undefined) this.#dialing.abort();
    else this.#socket.destroy();
    this.#owner.closed(this);
  }

  /** Resolves when the socket is gone. */
  ended(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket === undefined || this.#socket.closed) resolve();
      else this.#socket.once('close', () => resolve());
    });
  }

  #take(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#silentTicks = 0;
    exchange.holder = this;
    exchange.flow = this;
  }

  #attach(socket: Socket): void {
    const exchange = this.#exchange;
    if (exchange === undefined) {
      socket.destroy();
      return;
    }
    this.#socket = socket;
    socket.on('error', (error: NodeJS.ErrnoException) => this.#lose(error.code ?? 'unknown'));
    socket.on('end', () => this.#end());
    socket.on('close', () => this.#lose('closed'));
    if (socket.destroyed) this.#lose('closed');
    else this.#send(exchange);
  }

  #send(exchange: Exchange): void {
    const { message } = exchange;
    const { head, body, bodyBytes } = message;
    const socket = this.#socket!;
    this.#reader.expect(exchange, message.replyHasNoBody);
    this.#phase = 'reply';
    this.#silentTicks = 0;
    this.#maxSilentTicks = exchange.readTicks;
    if (bodyBytes > MAX_BYTES_AT_ONCE || Array.isArray(body)) void this.#upload(socket, exchange);
    else if (bodyBytes === 0) socket.write(head, 'latin1');
    // As many bytes as characters: it is ASCII, and one string is the cheapest thing to send.
    else if (typeof body === 'string' && body.length === bodyBytes) socket.write(head + body, 'latin1');
    else socket.write(joined(message));
  }

  async #upload(socket: Socket, exchange: Exchange): Promise<void> {
    this.#phase = 'send';
    try {
      await upload(socket, exchange.message, () => (this.#silentTicks = 0));
      if (this.#exchange === exchange) this.#phase = 'reply';
    } catch (error) {
      // A lost socket reports itself, and may allow another attempt.
      if (!socket.destroyed) this.cancel(exchange, this.#asTransportError(error));
    }
  }

  #read(buffer: Buffer, bytes: number): void {
    if (this.#exchange === undefined) return this.close();
    if (this.#phase === 'connect') return this.fail(this.#error('protocol', 'spoke without being asked'));
    this.#silentTicks = 0;
    try {
      this.#reader.read(buffer, bytes);
    } catch (error) {
      return this.fail(this.#asTransportError(error));
    }
    // Who gets the reply may have closed the connection while it was handed over.
    if (this.#reader.done && !this.#closed) this.#finish();
  }

  #finish(): void {
    const exchange = this.#exchange!;
    const { reusable, truncated, head } = this.#reader;
    this.#exchange = undefined;
    this.#reader.release();
    if (reusable && this.#phase === 'reply') {
      const seconds = Math.min(this.#keepAliveSeconds, (head?.keepAliveSeconds ?? Infinity) - 1);
      this.#silentTicks = 0;
      this.#maxSilentTicks = ticksOf(Math.max(0, seconds));
      this.resume();
      this.#owner.released(this);
    } else this.close();
    exchange.finish(truncated);
  }

  /** The other side has said that nothing more comes. */
  #end(): void {
    if (this.#exchange === undefined) this.close();
    else if (this.#reader.readEnd()) this.#finish();
    else this.#lose('closed');
  }

  #lose(reason: string): void {
    const exchange = this.#exchange;
    if (exchange !== undefined && this.#reused && !this.#reader.started && !exchange.repeated) {
      exchange.repeated = true;
      this.#owner.repeat(exchange);
      this.close();
    } else this.fail(this.#error('unreachable', `ended the connection before its reply (${reason})`));
  }

  #unreference(): void {
    this.#referenced = false;
    this.#socket!.unref();
  }

  #error(code: 'timed-out' | 'protocol' | 'unreachable', what: string): TransportError {
    return new TransportError(code, this.#phase, `${this.#where} ${what}`);
  }

  #asTransportError(error: unknown): TransportError {
    if (error instanceof TransportError) return error;
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return new TransportError('unreachable', this.#phase, `The exchange with ${this.#where} failed (${reason})`);
  }
}
