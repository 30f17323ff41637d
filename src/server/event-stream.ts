import { MEDIA } from './content.ts';
import type { Exchange } from './exchange.ts';

/** Keeps proxies from collecting events before they pass them on. */
const HEADERS = ['X-Accel-Buffering', 'no'];
/** Proxies take a connection for dead that is silent for a minute. */
const HEARTBEAT_SECONDS = 15;
const HEARTBEAT = ':\n\n';
/** How long a caller may take to read what is left when all is said. */
const LINGER_SECONDS = 30;
/** Events that may be lost are, while more than this waits for the caller to read. */
const MAX_WAITING_CHARACTERS = 64 * 1024;

export interface EventStreamOptions {
  readonly heartbeatSeconds?: number;
  readonly lingerSeconds?: number;
}

/**
 * An answer of server-sent events, each of some JSON. What a slow caller has not read yet is bounded: of events that
 * replace each other only the latest waits, others are left out when too much does. Nothing happens once the caller has gone.
 */
export class EventStream<Events> {
  readonly #exchange: Exchange;
  readonly #lingerSeconds: number;
  readonly #heart: NodeJS.Timeout;
  readonly #waiting = new Map<unknown, string>();
  #waitingCharacters = 0;
  #omitted = 0;
  #ended = false;

  constructor(exchange: Exchange, options: EventStreamOptions = {}) {
    const { heartbeatSeconds = HEARTBEAT_SECONDS, lingerSeconds = LINGER_SECONDS } = options;
    this.#exchange = exchange;
    this.#lingerSeconds = lingerSeconds;
    exchange.begin(MEDIA.events, HEADERS);
    this.#heart = setInterval(() => this.#beat(), heartbeatSeconds * 1000);
    exchange.response.on('drain', () => this.#flush());
    exchange.response.once('close', () => this.#stop());
  }

  /** How many events were left out. */
  get omitted(): number {
    return this.#omitted;
  }

  /** An event that may be left out. */
  tell<Name extends keyof Events & string>(name: Name, data: Events[Name]): void {
    if (this.#waitingCharacters > MAX_WAITING_CHARACTERS) this.#omitted += 1;
    else this.#put(Symbol(name), format(name, data));
  }

  /** An event that arrives unless a later one of the same `subject` takes its place. */
  update<Name extends keyof Events & string>(name: Name, data: Events[Name], subject: unknown): void {
    this.#put(subject, format(name, data));
  }

  /** The last event; there is none after it. */
  end<Name extends keyof Events & string>(name: Name, data: Events[Name]): void {
    const { response } = this.#exchange;
    if (this.#isOver) return;
    this.#put(this, format(name, data));
    this.#ended = true;
    const timer = setTimeout(() => response.destroy(), this.#lingerSeconds * 1000);
    response.once('close', () => clearTimeout(timer));
    this.#flush();
  }

  get #isOver(): boolean {
    return this.#ended || this.#exchange.response.destroyed;
  }

  /** Whether the caller has yet to read before more can be sent. */
  get #isBehind(): boolean {
    return this.#exchange.response.writableNeedDrain;
  }

  #put(subject: unknown, text: string): void {
    if (this.#isOver) return;
    if (!this.#isBehind && this.#waiting.size === 0) return this.#write(text);
    this.#take(subject);
    this.#waiting.set(subject, text);
    this.#waitingCharacters += text.length;
  }

  #take(subject: unknown): void {
    this.#waitingCharacters -= this.#waiting.get(subject)?.length ?? 0;
    this.#waiting.delete(subject);
  }

  #write(text: string): void {
    this.#heart.refresh();
    this.#exchange.write(text);
  }

  #flush(): void {
    for (const [subject, text] of this.#waiting) {
      if (this.#isBehind) return;
      this.#take(subject);
      this.#write(text);
    }
    if (this.#ended) this.#exchange.response.end();
  }

  #beat(): void {
    if (!this.#isOver && !this.#isBehind) this.#write(HEARTBEAT);
  }

  #stop(): void {
    clearInterval(this.#heart);
    this.#waiting.clear();
  }
}

/** One line of data: JSON has no raw line ends, so nothing in it can end the event or begin another. */
const format = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
