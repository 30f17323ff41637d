import { collapseWhitespace, trim } from '../whitespace.ts';
import { readHtml, UNREADABLE, type HtmlListener } from './html-reader.ts';

interface Tag {
  /** It begins and ends lines. */
  readonly block?: boolean;
  /** What stands right behind it, up to the next tag, is not for readers. */
  readonly hiding?: boolean;
  /** Written where it begins. */
  readonly sign?: string;
}

const named = (names: readonly string[], tag: Tag): [string, Tag][] => names.map((name) => [name, tag]);

const TAGS: ReadonlyMap<string, Tag> = new Map([
  ...named(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'div', 'td', 'th', 'code', 'pre', 'label'], { block: true }),
  ...named([...UNREADABLE, 'ul', 'ol'], { hiding: true }),
  ['li', { block: true, sign: '- ' }],
  ['blockquote', { sign: ' >' }],
  ['br', { sign: '\n' }],
  ['hr', { sign: '\n---\n' }],
]);

function trimBlanks(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end--;
  return text.slice(0, end);
}

class TextWriter implements HtmlListener {
  #lines = '';
  /** The line being written; undefined when one has just ended, so that several ends in a row make one. */
  #line: string | undefined;
  /** What was written last, behind the rest of the line. */
  #part = '';
  #hiding = false;

  text(text: string): void {
    if (!this.#hiding) this.#write(collapseWhitespace(text));
  }

  open(name: string): void {
    const tag = TAGS.get(name);
    this.#hiding = tag?.hiding === true;
    if (!tag) return;
    if (tag.block) this.#endLine();
    if (name === 'hr') this.#part = trimBlanks(this.#part);
    if (tag.sign !== undefined) this.#write(tag.sign);
  }

  close(name: string): void {
    this.#hiding = false;
    if (TAGS.get(name)?.block) this.#endLine();
  }

  toString(): string {
    this.#endLine();
    return trim(this.#lines);
  }

  #write(part: string): void {
    this.#line = (this.#line ?? '') + this.#part;
    this.#part = part;
  }

  #endLine(): void {
    if (this.#line === undefined) return;
    this.#lines += `${trim(this.#line + this.#part)}\n`;
    this.#line = undefined;
    this.#part = '';
  }
}

/** The text of an HTML document, a line for each block of it. */
export function htmlToText(html: string): string {
  const writer = new TextWriter();
  readHtml(html, writer);
  return writer.toString();
}
