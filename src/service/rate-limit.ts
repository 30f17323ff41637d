import type { DeliverContext } from './define.ts';
import type { HttpRequest, Reply } from './http.ts';

/** Where the replies of a service say how much it still takes. */
export interface RateLimit {
  /** The header with the number of requests that are left. */
  readonly remaining: string;
  /** The header with the time at which there are more: seconds since 1970, or a date. */
  readonly reset: string;
  /** Whether that header counts the milliseconds until then. */
  readonly isCountdown?: boolean;
  /** Waited beyond that time, for clocks differ. */
  readonly marginSeconds: number;
  /** Whether a request that came too soon is sent once more. */
  readonly repeats?: boolean;
}

const TOO_MANY_REQUESTS = 429;
const RESET_AT = 'rate-limit.reset-at';

const parseTime = (text: string): number => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));

/** Sends the requests of a delivery; where a reply says that no more are taken, the next one waits until they are. */
export function withinLimit(
  context: DeliverContext,
  { remaining, reset, isCountdown = false, marginSeconds, repeats = false }: RateLimit,
): (request: HttpRequest) => Promise<Reply> {
  const attempt = async (request: HttpRequest): Promise<Reply> => {
    const resetAt = context.memory.get(RESET_AT);
    const wait = typeof resetAt === 'number' ? (resetAt - context.now()) / 1000 : 0;
    if (wait > 0) await context.sleep(wait + marginSeconds);
    const reply = await context.send(request);
    const left = reply.header(remaining);
    const until = reply.header(reset) ?? '';
    if (left !== undefined)
      context.memory.set(
        RESET_AT,
        Number(left) > 0 ? 0 : isCountdown ? context.now() + Number(until) : parseTime(until),
      );
    return reply;
  };
  if (!repeats) return attempt;
  return async (request) => {
    const reply = await attempt({ ...request, tolerated: [TOO_MANY_REQUESTS] });
    return reply.status === TOO_MANY_REQUESTS ? attempt(request) : reply;
  };
}
