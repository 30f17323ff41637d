import { Connection, type ConnectionOwner } from './connection.ts';
import type { Dialer, Route } from './dial.ts';
import { TransportError } from './errors.ts';
import type { Exchange, ExchangeHolder } from './exchange.ts';
import { hostAndPort } from './url.ts';

/** Bounds of each pool. */
export interface PoolLimits {
  readonly maxConnections: number;
  readonly keepAliveSeconds: number;
}

/** The connections of one route and the requests that wait for one of them, first come first served. */
export class Pool implements ConnectionOwner, ExchangeHolder {
  readonly route: Route;
  readonly #dialer: Dialer;
  readonly #limits: PoolLimits;
  readonly #connections = new Set<Connection>();
  /** The one used last is taken first, so that those too many fall silent and end. */
  readonly #idle: Connection[] = [];
  #queue: Exchange[] = [];
  #opened = 0;

  constructor(route: Route, dialer: Dialer, limits: PoolLimits) {
    this.route = route;
    this.#dialer = dialer;
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#connections.size === 0 && this.#queue.length === 0;
  }

  get stats(): { open: number; idle: number; queued: number; opened: number } {
    return { open: this.#connections.size, idle: this.#idle.length, queued: this.#queue.length, opened: this.#opened };
  }

  submit(exchange: Exchange): void {
    const connection = this.#idle.pop();
    if (connection !== undefined) connection.start(exchange);
    else if (this.#connections.size < this.#limits.maxConnections) this.#open(exchange);
    else {
      exchange.holder = this;
      this.#queue.push(exchange);
    }
  }

  tick(now: number): void {
    for (const connection of this.#connections) connection.tick(now);
    const late = this.#queue.filter(({ deadline }) => now >= deadline);
    if (late.length === 0) return;
    this.#queue = this.#queue.filter(({ deadline }) => now < deadline);
    for (const exchange of late)
      exchange.fail(new TransportError('timed-out', 'queue', `No connection to ${this.route.authority} became free`));
  }

  cancel(exchange: Exchange, error: TransportError): void {
    this.#queue = this.#queue.filter((queued) => queued !== exchange);
    exchange.fail(error);
  }

  /** Ends everything; requests under way or waiting fail. */
  async close(): Promise<void> {
    const error = new TransportError('aborted', 'request', 'The client is closed');
    const connections = [...this.#connections];
    for (const exchange of this.#queue.splice(0)) exchange.fail(error);
    for (const connection of connections) connection.fail(error);
    await Promise.all(connections.map((connection) => connection.ended()));
  }

  released(connection: Connection): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#idle.push(connection);
    else connection.start(next);
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection);
    const index = this.#idle.indexOf(connection);
    if (index !== -1) this.#idle.splice(index, 1);
    const next = this.#queue.shift();
    if (next !== undefined) this.#open(next);
  }

  repeat(exchange: Exchange): void {
    exchange.holder = this;
    this.#queue.unshift(exchange);
  }

  #open(exchange: Exchange): void {
    const connection = new Connection(this, hostAndPort(this.route.origin), this.#limits.keepAliveSeconds);
    this.#connections.add(connection);
    this.#opened++;
    connection.open(exchange, (read, signal) => this.#dialer.dial(this.route, read, signal));
  }
}
