import { prefixIn, type Frame } from './frames.ts';
import { assembleLines, isMarker, LINE_END, type Token } from './tokens.ts';

/** The document being written. */
export class Output {
  readonly #tokens: Token[] = [];
  #written = 0;

  /** How many texts have been written: an element during which this stayed the same is empty. */
  get written(): number {
    return this.#written;
  }

  /** Where the next token will stand. */
  get end(): number {
    return this.#tokens.length;
  }

  get last(): Token | undefined {
    return this.#tokens.at(-1);
  }

  /** Adds something that does not count as content. */
  add(token: Token): void {
    this.#tokens.push(token);
  }

  write(text: string): void {
    this.#tokens.push(text);
    this.#written++;
  }

  /** Takes the last token away. */
  takeLast(): Token | undefined {
    return this.#tokens.pop();
  }

  /** Takes everything from that place on away. */
  takeFrom(place: number): Token[] {
    return this.#tokens.splice(place);
  }

  /** Ends a line; the next one begins as lines in the frame do. */
  endLine(frame: Frame): void {
    this.#tokens.push(LINE_END);
    const { prefix, quoted } = prefixIn(frame);
    if (prefix !== '') this.#tokens.push({ marker: prefix, quoted });
  }

  endParagraph(frame: Frame): void {
    this.#tokens.push(prefixIn(frame));
  }

  /** Ends a line or a paragraph, unless the line has nothing but a marker, which then is the new block's. */
  begin(block: 'line' | 'paragraph', frame: Frame): void {
    if (isMarker(this.last)) return;
    if (block === 'line') this.endLine(frame);
    else this.endParagraph(frame);
  }

  toString(): string {
    return assembleLines(this.#tokens);
  }
}
