import type { DeliveryErrorCode } from '../service/errors.ts';
import type { Reply } from '../service/http.ts';
import type { WireReply } from '../transport/http/request.ts';
import type { Failure } from './report.ts';

/** A reply as services read it: its text and JSON are worked out when asked for. */
export class HttpReply implements Reply {
  readonly ok: boolean;
  readonly #reply: WireReply;
  #text: string | undefined;

  constructor(reply: WireReply, ok: boolean) {
    this.#reply = reply;
    this.ok = ok;
  }

  get status(): number {
    return this.#reply.status;
  }

  get text(): string {
    return (this.#text ??= this.#reply.text());
  }

  bytes(): Uint8Array {
    return this.#reply.body;
  }

  header(name: string): string | undefined {
    return this.#reply.header(name.toLowerCase());
  }

  json<T>(): Partial<T> | undefined {
    try {
      const value: unknown = JSON.parse(this.text);
      return typeof value === 'object' && value !== null ? value : undefined;
    } catch {
      return undefined;
    }
  }
}

const CODES: Readonly<Record<number, DeliveryErrorCode>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  407: 'unauthorized',
  408: 'timed-out',
  429: 'rate-limited',
};

/** What statuses mean where the service says nothing of its own; clients of the API find these words in their logs. */
const MEANINGS: Readonly<Record<number, string>> = {
  400: 'Bad Request - Unsupported Parameters.',
  401: 'Verification Failed.',
  404: 'Page not found.',
  405: 'Method not allowed.',
  500: 'Internal server error.',
  503: 'Servers are overloaded.',
};

/** Seconds a Retry-After header asks to wait: a number, or a date as seen from `now`. */
export function retryAfterSeconds(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** The failure a refused reply stands for; a service's own words for a status win. */
export function failureOf(
  reply: Reply,
  own: string | undefined,
  statuses: Readonly<Record<number, string>> | undefined,
  now: number,
): Failure {
  const { status } = reply;
  if (own !== undefined) return { code: 'refused', reason: own, status };
  const meaning = statuses?.[status] ?? MEANINGS[status];
  return {
    code: CODES[status] ?? (status >= 500 ? 'service-failed' : 'refused'),
    reason: `${meaning === undefined ? '' : `${meaning}, `}error=${status}.`,
    status,
    retryAfterSeconds: retryAfterSeconds(reply.header('retry-after'), now),
  };
}
