import { RunFinder } from './convert/backticks.ts';

/** How bold and italic text is marked in all dialects. */
export const DIALECT_SIGNS = { bold: '*', italic: '_' } as const;

/** A chat's own way to write what Markdown says; only Markdown made of HTML is rewritten, for people write as they do. */
export interface Dialect {
  /** Text, with the marks that Markdown sets at the beginning of lines. */
  plain(text: string): string;
  /** A character that stands for itself. */
  literal(character: string): string;
  /** Code between backticks; in lines of its own it begins and ends with a line break. */
  code(content: string, ticks: string): string;
  link(label: string, address: string): string;
  /** Whether bold text may be italic too. */
  readonly nesting: boolean;
  /** The line that shows a title above a body, in Markdown with the dialect's signs; a heading unless given. */
  readonly heading?: (title: string) => string;
}

/** Everything that is not plain text; the group is the address of a link. */
const MARK = /\\[^]|`+|[*_]|\[|\]\(<((?:[^\\<>]|\\[^])*)>\)/g;

const withoutEscapes = (text: string): string => text.replace(/\\([^])/g, '$1');

/** Code that goes on in the next piece. */
interface OpenCode {
  readonly ticks: string;
  readonly isBlock: boolean;
}

/**
 * Writes Markdown in a dialect, piece by piece: what is open at the end of a piece is closed there and opened again in
 * the next one, so that each piece is complete in itself.
 */
export class DialectWriter {
  readonly #dialect: Dialect;
  #out: string[] = [];
  /** The signs of the emphasis that holds, outermost first. */
  readonly #emphasis: string[] = [];
  /** How many of them have been written; they wait for text, for emphasis must not be empty. */
  #written = 0;
  #labels: { readonly start: number; readonly written: number }[] = [];
  #code: OpenCode | undefined;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  write(markdown: string): string {
    this.#out = [];
    this.#labels = [];
    const runs = new RunFinder(
      Array.from(markdown.matchAll(/`+/g), ({ index, 0: run }) => ({ start: index, length: run.length })),
    );
    let at = this.#code ? this.#writeCode(this.#code, markdown, 0, runs) : 0;
    while (at < markdown.length) {
      MARK.lastIndex = at;
      const mark = MARK.exec(markdown);
      const end = mark?.index ?? markdown.length;
      if (end > at) this.#add(this.#dialect.plain(markdown.slice(at, end)));
      at = mark ? this.#writeMark(mark, markdown, runs) : end;
    }
    this.#closeEmphasis(0);
    return this.#out.join('');
  }

  /** Writes what a mark stands for, and gives the place behind it. */
  #writeMark([mark, address]: RegExpExecArray, markdown: string, runs: RunFinder): number {
    const end = MARK.lastIndex;
    if (mark.startsWith('`')) {
      const isBlock = mark.length >= 3 && /^(?:\n|$)/.test(markdown.slice(end, end + 1));
      return this.#writeCode({ ticks: mark, isBlock }, markdown, end, runs);
    }
    if (mark === '*' || mark === '_') this.#toggle(mark);
    else if (mark === '[') this.#openLink();
    else if (address !== undefined) this.#closeLink(withoutEscapes(address));
    else this.#add(this.#dialect.literal(mark.slice(1)));
    return end;
  }

  #add(text: string): void {
    const { nesting } = this.#dialect;
    const open = nesting ? this.#emphasis : this.#emphasis.slice(0, 1);
    this.#out.push(...open.slice(this.#written), text);
    this.#written = open.length;
  }

  #toggle(sign: string): void {
    const index = this.#emphasis.indexOf(sign);
    if (index < 0) this.#emphasis.push(sign);
    else {
      this.#closeEmphasis(index);
      this.#emphasis.splice(index, 1);
    }
  }

  /** Closes the emphasis that was written, but for the outermost `kept`. */
  #closeEmphasis(kept: number): void {
    if (this.#written <= kept) return;
    this.#out.push(...this.#emphasis.slice(kept, this.#written).toReversed());
    this.#written = kept;
  }

  #openLink(): void {
    this.#add(this.#dialect.literal('['));
    this.#labels.push({ start: this.#out.length - 1, written: this.#written });
  }

  #closeLink(address: string): void {
    const label = this.#labels.pop();
    if (!label) {
      this.#add(this.#dialect.link('', address));
      return;
    }
    this.#closeEmphasis(label.written);
    const [, ...text] = this.#out.splice(label.start);
    this.#out.push(this.#dialect.link(text.join(''), address));
  }

  /** Writes code up to its end in this piece, and gives the place behind it. */
  #writeCode(code: OpenCode, markdown: string, start: number, runs: RunFinder): number {
    const { ticks, isBlock } = code;
    const end = runs.find(ticks.length, start);
    const before = isBlock && this.#code ? '\n' : '';
    const after = isBlock && end === undefined ? '\n' : '';
    const content = markdown.slice(start, end);
    if (content.trim() !== '' || end !== undefined) this.#add(this.#dialect.code(before + content + after, ticks));
    this.#code = end === undefined ? code : undefined;
    return end === undefined ? markdown.length : end + ticks.length;
  }
}
