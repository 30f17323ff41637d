/** A sign the converter writes at the beginning of a line: a list bullet, an indent, or the mark of a quote. */
export interface Marker {
  readonly marker: string;
  readonly quoted: boolean;
}

/** The end of a paragraph, and what the lines of the next one begin with. */
export interface ParagraphEnd {
  readonly prefix: string;
  readonly quoted: boolean;
}

export const LINE_END = Symbol('the end of a line');

/** What a document is made of until its lines are put together. */
export type Token = string | Marker | ParagraphEnd | typeof LINE_END;

export const isMarker = (token: Token | undefined): token is Marker => typeof token === 'object' && 'marker' in token;

/** Whether what follows the token belongs to a quote. */
export const isQuoted = (token: Token | undefined): boolean => typeof token === 'object' && token.quoted;

const isAsciiSpace = (character: string): boolean => ' \t\n\r\v\f'.includes(character);

/** The text without the white space of ASCII at its beginning; a non-breaking space is there on purpose. */
export function trimAsciiStart(text: string): string {
  let start = 0;
  while (start < text.length && isAsciiSpace(text.charAt(start))) start++;
  return text.slice(start);
}

/** The text without the white space of ASCII at its end. */
export function trimAsciiEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isAsciiSpace(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** The text without the white space of ASCII at both ends. */
export const trimAscii = (text: string): string => trimAsciiStart(trimAsciiEnd(text));

/** Puts lines together: several ends between two texts count as one, and markers wait for the text they belong to. */
class LineAssembler {
  #done = '';
  #line = '';
  #state: 'none' | 'markers' | 'text' | 'ended' = 'none';
  /** The markers of the line have seen an end, but no text. */
  #idle = false;
  /** The line has seen a further end. */
  #endedAgain = false;
  #paragraph: ParagraphEnd | undefined;

  end(paragraph?: ParagraphEnd): void {
    this.#paragraph = paragraph ?? this.#paragraph;
    if (this.#state === 'markers') this.#idle = true;
    else if (this.#state === 'ended') this.#endedAgain = true;
    else if (this.#state === 'text') this.#state = 'ended';
  }

  append(text: string, kind: 'markers' | 'text'): void {
    if (this.#state === 'ended') this.#finishLine();
    if (this.#state === 'none') {
      this.#line = text;
      this.#state = kind;
      this.#paragraph = undefined;
      return;
    }
    const replaces = this.#idle && this.#state === 'markers' && kind === 'markers';
    this.#line = replaces ? text : this.#line + text;
    this.#idle = false;
    if (kind === 'text') this.#state = 'text';
  }

  toString(): string {
    return this.#state === 'text' || this.#state === 'ended' ? this.#done + trimAsciiEnd(this.#line) : this.#done;
  }

  #finishLine(): void {
    this.#done += trimAsciiEnd(this.#line);
    if (!this.#paragraph) this.#done += '\n';
    else this.#done += this.#paragraph.quoted ? `\n${trimAsciiEnd(this.#paragraph.prefix)}\n` : '\n\n';
    this.#line = this.#paragraph?.prefix ?? '';
    this.#state = this.#line === '' ? 'none' : 'markers';
    this.#idle = this.#line !== '' && this.#endedAgain;
    this.#endedAgain = false;
    this.#paragraph = undefined;
  }
}

/** The Markdown that the tokens make. */
export function assembleLines(tokens: readonly Token[]): string {
  const lines = new LineAssembler();
  for (const token of tokens) {
    if (typeof token === 'string') lines.append(token, 'text');
    else if (token === LINE_END) lines.end();
    else if (isMarker(token)) lines.append(token.marker, 'markers');
    else lines.end(token);
  }
  return lines.toString();
}
