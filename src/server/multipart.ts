/** What is found in a multipart body, in order: a part, its content in pieces, its end. */
export type MultipartEvent =
  | { readonly kind: 'part'; readonly headers: ReadonlyMap<string, string> }
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'end' };

const MAX_HEADER_BYTES = 8192;
const LINE_END = Buffer.from('\r\n');
const HEADER_END = Buffer.from('\r\n\r\n');
const EMPTY = Buffer.alloc(0);
const DASH = 0x2d;

/** The boundary that a media type names, or undefined if it names none. */
export const boundaryOf = (contentType: string): string | undefined =>
  parseParameters(contentType).get('boundary') || undefined;

/** The parameters of a header value such as `form-data; name="file"; filename="a.txt"`, by lower-case name. */
export function parseParameters(value: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  // A quoted value that is never closed ends with the header, so every character is looked at once.
  for (const [, name = '', quoted, bare = ''] of value.matchAll(
    /;\s*([^\s=;]+)=(?:"((?:[^"\\]|\\.)*)(?:"|$)|([^;\s]*))/g,
  ))
    parameters.set(name.toLowerCase(), quoted === undefined ? bare : quoted.replaceAll(/\\(["\\])/g, '$1'));
  return parameters;
}

function parseHeaders(block: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of block.toString().split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

/**
 * Reads `multipart/form-data` as it comes in, in pieces of any size. What cannot be understood ends the body early:
 * the parts before it stand.
 */
export class MultipartParser {
  readonly #delimiter: Buffer;
  #state: 'preamble' | 'delimiter' | 'headers' | 'content' | 'over' = 'preamble';
  /** Starts as if a line had just ended, because the first delimiter needs none before it. */
  #rest: Buffer = LINE_END;

  constructor(boundary: string) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  /** What the next piece of the body completes. */
  *push(chunk: Buffer): Generator<MultipartEvent> {
    if (this.#state === 'content' && !this.#mayStraddle(chunk)) {
      if (this.#rest.length > 0) yield { kind: 'data', bytes: this.#rest };
      this.#rest = chunk;
    } else this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let more = true; more;) {
      switch (this.#state) {
        case 'preamble':
          more = this.#skipToDelimiter();
          break;
        case 'delimiter':
          more = this.#readDelimiter();
          break;
        case 'headers':
          more = yield* this.#readHeaders();
          break;
        case 'content':
          more = yield* this.#readContent();
          break;
        case 'over':
          this.#rest = EMPTY;
          more = false;
      }
    }
  }

  #skipToDelimiter(): boolean {
    const at = this.#rest.indexOf(this.#delimiter);
    this.#take(at < 0 ? this.#settled() : at + this.#delimiter.length);
    if (at >= 0) this.#state = 'delimiter';
    return at >= 0;
  }

  /** Behind a delimiter the line ends, or `--` ends the body. */
  #readDelimiter(): boolean {
    if (this.#rest.length < 2) return false;
    if (this.#rest[0] === DASH && this.#rest[1] === DASH) {
      this.#state = 'over';
      return true;
    }
    const at = this.#rest.indexOf(LINE_END);
    if (at < 0 || at > MAX_HEADER_BYTES) return this.#isTooMuch();
    // The line end stays: where no headers follow it is half of the empty line that ends them.
    this.#take(at);
    this.#state = 'headers';
    return true;
  }

  *#readHeaders(): Generator<MultipartEvent, boolean> {
    const at = this.#rest.indexOf(HEADER_END);
    if (at < 0 || at > MAX_HEADER_BYTES) return this.#isTooMuch();
    yield { kind: 'part', headers: parseHeaders(this.#take(at)) };
    this.#take(HEADER_END.length);
    this.#state = 'content';
    return true;
  }

  *#readContent(): Generator<MultipartEvent, boolean> {
    const at = this.#rest.indexOf(this.#delimiter);
    const bytes = this.#take(at < 0 ? this.#settled() : at);
    if (bytes.length > 0) yield { kind: 'data', bytes };
    if (at < 0) return false;
    yield { kind: 'end' };
    this.#take(this.#delimiter.length);
    this.#state = 'delimiter';
    return true;
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  /** How much of the rest cannot belong to a delimiter that is only partly there yet. */
  #settled(): number {
    return Math.max(0, this.#rest.length - this.#delimiter.length + 1);
  }

  /** Whether a delimiter may begin before a chunk and end in it; only then must the two be joined, which costs a copy. */
  #mayStraddle(chunk: Buffer): boolean {
    const overlap = this.#delimiter.length - 1;
    return chunk.length < overlap || Buffer.concat([this.#rest, chunk.subarray(0, overlap)]).includes(this.#delimiter);
  }

  /** Gives up on headers without end. */
  #isTooMuch(): boolean {
    if (this.#rest.length > MAX_HEADER_BYTES) this.#state = 'over';
    return this.#state === 'over';
  }
}
