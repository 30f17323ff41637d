import type { Chain } from './select.ts';

/** What one attempt to reach one service came to. */
export interface Attempted {
  readonly delivered: boolean;
  /** How long the service wants to be left alone. */
  readonly retryAfterSeconds?: number | undefined;
}

/** How a service wants failures handled. */
export interface RetryPolicy {
  /** Further attempts after a failed one. */
  readonly retry: number;
  readonly waitSeconds: number;
  /** A failure does not count. */
  readonly optional: boolean;
}

export interface Dispatch<E> {
  /** One attempt, the first is number 1; an attempt that throws has failed. */
  attempt(entry: E, number: number): Promise<Attempted>;
  policy(entry: E): RetryPolicy;
  /** Instead of the number of the policy. */
  retry?(entry: E): number | undefined;
  /** Whether a service waits for the others that want the same, before all that do not. */
  inTurn?(entry: E): boolean;
  sleep(seconds: number): Promise<void>;
  now(): number;
  /** Milliseconds since 1970 after which no attempt is started again. */
  readonly deadline?: number | undefined;
  /** Whether a chain that failed keeps the others from escalating further. */
  readonly abortOnFailure?: boolean;
  readonly onRetry?: (entry: E, attempt: number, of: number, pauseSeconds: number) => void;
  /** A service was tried for the last time, in vain; `ignored` if that does not count. */
  readonly onFailed?: (entry: E, attempt: number, ignored: boolean) => void;
}

/** Each costs memory and a connection; the next in line starts when one is done. */
const MAX_AT_ONCE = 256;

const FAILED: Attempted = { delivered: false };

/** Tries a service until it succeeds or has no attempts left; whether the notification may count as delivered. */
async function reach<E>(entry: E, dispatch: Dispatch<E>): Promise<boolean> {
  const { retry: ownRetry, waitSeconds, optional } = dispatch.policy(entry);
  const retry = dispatch.retry?.(entry) ?? ownRetry;
  for (let number = 1; ; number++) {
    const { delivered, retryAfterSeconds = 0 } = await dispatch.attempt(entry, number).catch(() => FAILED);
    if (delivered) return true;
    const pause = Math.max(waitSeconds, retryAfterSeconds);
    if (number > retry || dispatch.now() + pause * 1000 > (dispatch.deadline ?? Infinity)) {
      dispatch.onFailed?.(entry, number, optional);
      return optional;
    }
    dispatch.onRetry?.(entry, number, retry, pause);
    if (pause > 0) await dispatch.sleep(pause);
  }
}

async function runBatch<E>(entries: readonly E[], dispatch: Dispatch<E>): Promise<boolean> {
  const waits = (entry: E): boolean => dispatch.inTurn?.(entry) ?? false;
  let complete = true;
  for (const entry of entries) if (waits(entry)) complete = (await reach(entry, dispatch)) && complete;
  const others = entries.filter((entry) => !waits(entry));
  const left = others.values();
  const work = async (): Promise<void> => {
    for (const entry of left) complete = (await reach(entry, dispatch)) && complete;
  };
  await Promise.all(Array.from({ length: Math.min(others.length, MAX_AT_ONCE) }, work));
  return complete;
}

/**
 * Notifies the services of every chain: its batches one after another until one was reached completely, the chains side
 * by side. True if that went well for each of them, undefined if there are none.
 */
export async function dispatchChains<E>(
  chains: readonly Chain<E>[],
  dispatch: Dispatch<E>,
): Promise<boolean | undefined> {
  if (chains.length === 0) return undefined;
  let aborted = false;
  const run = async ({ batches }: Chain<E>): Promise<boolean> => {
    for (const { entries } of batches) {
      if (aborted) return false;
      if (await runBatch(entries, dispatch)) return true;
    }
    aborted = dispatch.abortOnFailure ?? false;
    return false;
  };
  const results = await Promise.all(chains.map(run));
  return !results.includes(false);
}
