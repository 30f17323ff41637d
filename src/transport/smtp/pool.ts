import { DeliveryError } from '../../service/errors.ts';
import { MailConnection, type MailServer } from './connection.ts';

/** Mail servers bound the connections of one client. */
const MAX_CONNECTIONS = 5;
const MAX_IDLE_SECONDS = 30;
const QUIT_SECONDS = 1;

interface Waiter {
  readonly proceed: () => void;
  readonly refuse: (error: DeliveryError) => void;
}

/** The connections to one server with one login: a few at a time, each used again while it is fresh. */
export class MailPool {
  readonly #server: MailServer;
  readonly #open = new Set<MailConnection>();
  readonly #idle = new Map<MailConnection, NodeJS.Timeout>();
  readonly #waiting: Waiter[] = [];
  readonly #onEmpty: () => void;
  #taken = 0;

  constructor(server: MailServer, onEmpty: () => void) {
    this.#server = server;
    this.#onEmpty = onEmpty;
  }

  /** Lends a connection to some work once there is one; throws DeliveryError if there is none before the signal. */
  async use<T>(signal: AbortSignal, work: (connection: MailConnection) => Promise<T>): Promise<T> {
    await this.#turn(signal);
    try {
      const connection = await this.#take(signal);
      try {
        return await work(connection);
      } finally {
        this.#keep(connection);
      }
    } finally {
      this.#release();
    }
  }

  /** Takes leave where nothing is under way, and breaks off what is. */
  async close(): Promise<void> {
    const error = new DeliveryError({ code: 'unreachable', reason: 'Mail is no longer sent' });
    for (const { refuse } of this.#waiting.splice(0)) refuse(error);
    for (const connection of this.#open) if (!this.#idle.has(connection)) connection.destroy();
    await Promise.all(Array.from(this.#idle.keys(), (connection) => connection.quit(QUIT_SECONDS)));
  }

  #turn(signal: AbortSignal): Promise<void> | undefined {
    if (this.#taken < MAX_CONNECTIONS) {
      this.#taken++;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        signal.removeEventListener('abort', expire);
        finish();
      };
      const waiter: Waiter = {
        proceed: () => settle(resolve),
        refuse: (error) => settle(() => reject(error)),
      };
      const expire = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        waiter.refuse(
          new DeliveryError({ code: 'timed-out', reason: `No connection to ${this.#server.host} became free` }),
        );
      };
      signal.addEventListener('abort', expire);
      this.#waiting.push(waiter);
    });
  }

  /** A turn goes to who waits longest. */
  #release(): void {
    const next = this.#waiting.shift();
    if (next) return next.proceed();
    this.#taken--;
    this.#tellEmpty();
  }

  async #take(signal: AbortSignal): Promise<MailConnection> {
    for (let idle = this.#takeIdle(); idle; idle = this.#takeIdle()) if (await idle.isReady(signal)) return idle;
    const connection = await MailConnection.open(this.#server, signal);
    this.#open.add(connection);
    connection.onEnd = () => this.#forget(connection);
    return connection;
  }

  /** The one used last is taken first, so that those too many fall silent and end. */
  #takeIdle(): MailConnection | undefined {
    const connection = [...this.#idle.keys()].at(-1);
    if (!connection) return undefined;
    clearTimeout(this.#idle.get(connection));
    this.#idle.delete(connection);
    return connection;
  }

  #keep(connection: MailConnection): void {
    if (!connection.isOpen) return;
    const leave = (): void => {
      this.#idle.delete(connection);
      void connection.quit(QUIT_SECONDS);
    };
    const timer = setTimeout(leave, Math.min(MAX_IDLE_SECONDS, connection.patienceSeconds / 2) * 1000);
    timer.unref();
    this.#idle.set(connection, timer);
  }

  #forget(connection: MailConnection): void {
    clearTimeout(this.#idle.get(connection));
    this.#idle.delete(connection);
    this.#open.delete(connection);
    this.#tellEmpty();
  }

  #tellEmpty(): void {
    if (this.#taken === 0 && this.#open.size === 0) this.#onEmpty();
  }
}
