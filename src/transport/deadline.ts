import { DeliveryError } from '../service/errors.ts';

/** Why something was cancelled. */
export const cancelled = (): DeliveryError =>
  new DeliveryError({ code: 'unreachable', reason: 'The program ends: nothing is sent any more' });

let everything = new AbortController();

/** A signal that is given at a time, in milliseconds since 1970, and when everything is cancelled. */
export function signalAt(deadline: number | undefined): AbortSignal {
  if (deadline === undefined) return everything.signal;
  const left = deadline - Date.now();
  if (left <= 0) return AbortSignal.abort(timeout());
  return AbortSignal.any([everything.signal, AbortSignal.timeout(Math.ceil(left))]);
}

/** Cancels all that is under way. */
export function cancelEverything(): void {
  const before = everything;
  everything = new AbortController();
  before.abort(cancelled());
}

const timeout = (): DOMException => new DOMException('', 'TimeoutError');

/** Does some work under a signal of its own, which is given with another one and after a time; nothing is left of it. */
export async function within<T>(
  seconds: number,
  signal: AbortSignal,
  work: (bound: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const giveUp = (): void => own.abort(signal.reason);
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp);
  const timer = setTimeout(() => own.abort(timeout()), seconds * 1000);
  try {
    return await work(own.signal);
  } catch (error) {
    // What was given up tells why, whatever its own error says.
    own.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

/** Waits for what cannot be stopped, no longer than until the signal. */
export const abandon = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
