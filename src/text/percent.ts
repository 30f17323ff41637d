const ENCODED_RUN = /(?:%[\da-f]{2})+/gi;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const decodeRun = (run: string): string =>
  decoder.decode(
    Uint8Array.from({ length: run.length / 3 }, (_, index) => Number.parseInt(run.slice(index * 3 + 1), 16)),
  );

/** The text with percent-encoding undone: bytes that are no UTF-8 become U+FFFD, `+` and stray `%` stay as they are. */
export function unquote(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(ENCODED_RUN, decodeRun);
}

const unsafePatterns = new Map<string, RegExp>();

/** Matches what must be encoded when the characters of `safe` are left alone, besides letters, digits and `_.-~`. */
function unsafePattern(safe: string): RegExp {
  let known = unsafePatterns.get(safe);
  if (!known) {
    known = new RegExp(`[^\\w.~${safe.replace(/[\\\]^-]/g, '\\$&')}-]+`, 'g');
    unsafePatterns.set(safe, known);
  }
  return known;
}

/** `encodeURIComponent` leaves these alone. */
const encodeMark = (mark: string): string => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
const encodeRun = (run: string): string => encodeURIComponent(run.toWellFormed()).replace(/[!'()*]/g, encodeMark);

/** The text percent-encoded as UTF-8, but for letters, digits, `_.-~` and the characters of `safe`. */
export const quote = (text: string, safe = '/'): string => text.replace(unsafePattern(safe), encodeRun);

/** Name-value pairs as a query or form body. */
export const urlencode = (pairs: Iterable<readonly [name: string, value: string]>): string =>
  Array.from(pairs, ([name, value]) => `${quote(name, '')}=${quote(value, '')}`).join('&');
