/** A signal that is given at a time, in milliseconds since 1970; never where there is none. */
export function signalAt(deadline: number | undefined): AbortSignal {
  if (deadline === undefined) return new AbortController().signal;
  const left = deadline - Date.now();
  return left > 0 ? AbortSignal.timeout(Math.ceil(left)) : AbortSignal.abort(new DOMException('', 'TimeoutError'));
}
