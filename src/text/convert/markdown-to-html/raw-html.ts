import { isBlank } from '../../whitespace.ts';
import { findStartTag, isLetter, RAW_END } from '../html-reader.ts';
import { Finder } from './finder.ts';
import type { Stash } from './stash.ts';

/** Elements that are blocks of their own; their content is left as it is. */
const BLOCKS: ReadonlySet<string> = new Set(
  `address article aside blockquote body canvas colgroup dd details div dl dt fieldset figcaption
  figure footer form group h1 h2 h3 h4 h5 h6 header hgroup hr iframe legend li main map math menu nav
  noscript object ol option output p pre progress script section style summary table tbody td textarea
  tfoot th thead tr ul video`.split(/\s+/),
);

const MAX_INDENT = 3;
const EMPTY_LINE = /(?: *\n){2}/y;
const DECLARATION = /<!(?:doctype|\[CDATA\[)/iy;
const GREATER = />/g;
const COMMENT_END = /-->/g;
const INSTRUCTION_END = /\?>/g;

/** Whether raw HTML needs no paragraph around it. */
export function isBlockHtml(html: string): boolean {
  const name = /^<\/?([^ />]+)/.exec(html)?.[1] ?? '';
  return /^[!?@%]/.test(name) || BLOCKS.has(name.toLowerCase());
}

class Extractor {
  readonly #text: string;
  readonly #stash: Stash;
  readonly #finder: Finder;
  /** What is left of the text. */
  #document = '';
  #documentEnd = '';
  /** The raw block being read. */
  #raw = '';
  /** The elements that are open in it. */
  readonly #open: string[] = [];
  #inRaw = false;
  /** Behind a raw block, on its last line. */
  #inTail = false;
  #tagsEnd = true;

  constructor(text: string, stash: Stash) {
    this.#text = text;
    this.#stash = stash;
    this.#finder = new Finder(text);
  }

  extract(): string {
    let at = 0;
    while (at < this.#text.length) {
      const open = this.#text.indexOf('<', at);
      const end = open < 0 ? this.#text.length : open;
      this.#addText(this.#text.slice(at, end));
      at = open < 0 ? end : this.#readMarkup(open);
    }
    if (this.#raw !== '') this.#keep(this.#stash.text({ html: this.#raw, text: '' }));
    return this.#document;
  }

  /** Where what begins at the index with a `<` ends; if it is no markup, behind that character. */
  #readMarkup(at: number): number {
    const next = this.#text.charAt(at + 1);
    const isSeparate = this.#inTail || this.#beginsLine(at);
    let end: number | undefined;
    if (isLetter(next.charCodeAt(0))) end = this.#readStartTag(at, isSeparate);
    else if (next === '/') end = this.#readEndTag(at);
    else if (this.#text.startsWith('<!--', at)) end = this.#readOther(at, COMMENT_END, isSeparate);
    else if (next === '?' && isSeparate) end = this.#readOther(at, INSTRUCTION_END, isSeparate);
    else if (isSeparate && this.#isDeclaration(at)) end = this.#readOther(at, GREATER, isSeparate);
    if (end !== undefined) return end;
    this.#addText('<');
    return at + 1;
  }

  #readStartTag(at: number, isSeparate: boolean): number | undefined {
    // Once a tag does not end, none is looked for any more: otherwise each would be read to the end of the text.
    const tag = this.#tagsEnd ? findStartTag(this.#text, at) : undefined;
    this.#tagsEnd = tag !== undefined;
    const source = this.#text.slice(at, tag?.end);
    // A backtick is more likely that of a code span.
    if (!tag || source.includes('`')) return undefined;
    const { name, end } = tag;
    const isBlock = BLOCKS.has(name);
    if (tag.closesItself || name === 'hr') {
      this.#addEmpty(source, end, isBlock && isSeparate);
      return end;
    }
    if (isBlock && isSeparate && !this.#inRaw) {
      this.#inRaw = true;
      this.#keep('\n');
    }
    this.#add(source);
    if (!this.#inRaw) return end;
    this.#open.push(name);
    const rawEnd = RAW_END.get(name);
    if (!rawEnd) return end;
    const contentEnd = this.#finder.find(rawEnd, end)?.start ?? this.#text.length;
    this.#add(this.#text.slice(end, contentEnd));
    return contentEnd;
  }

  #readEndTag(at: number): number | undefined {
    const end = this.#finder.find(GREATER, at)?.end;
    if (end === undefined) return undefined;
    const source = this.#text.slice(at, end);
    this.#add(source);
    if (!this.#inRaw) return end;
    const name = /^<\/\s*([a-z][^\s/>]*)/i.exec(source)?.[1]?.toLowerCase();
    const index = name === undefined ? -1 : this.#open.lastIndexOf(name);
    if (index >= 0) this.#open.length = index;
    if (this.#open.length > 0) return end;
    this.#inRaw = false;
    this.#finishRaw(end);
    return end;
  }

  #readOther(at: number, ending: RegExp, isSeparate: boolean): number | undefined {
    const end = this.#finder.find(ending, at + '<!'.length)?.end;
    if (end !== undefined) this.#addEmpty(this.#text.slice(at, end), end, isSeparate);
    return end;
  }

  #isDeclaration(at: number): boolean {
    DECLARATION.lastIndex = at;
    return DECLARATION.test(this.#text);
  }

  /** Adds markup without content; separate, it is a raw block of its own. */
  #addEmpty(source: string, end: number, isSeparate: boolean): void {
    if (this.#inRaw || !isSeparate) {
      this.#add(source);
      return;
    }
    if (/[^\n]\n$|^\n$/.test(this.#documentEnd)) this.#keep('\n');
    this.#raw = source;
    this.#finishRaw(end);
  }

  /** Puts the raw block that ends at the index into the stash. */
  #finishRaw(end: number): void {
    EMPTY_LINE.lastIndex = end;
    if (EMPTY_LINE.test(this.#text)) this.#raw += '\n';
    else this.#inTail = true;
    this.#keep(`${this.#stash.text({ html: this.#raw, text: '' })}\n\n`);
    this.#raw = '';
  }

  #addText(text: string): void {
    if (text.includes('\n')) this.#inTail = false;
    this.#add(text);
  }

  #add(source: string): void {
    if (this.#inRaw) this.#raw += source;
    else this.#keep(source);
  }

  #keep(source: string): void {
    this.#document += source;
    this.#documentEnd = (this.#documentEnd + source).slice(-2);
  }

  /** Whether there are at most three blanks between the index and the beginning of its line. */
  #beginsLine(at: number): boolean {
    const start = Math.max(0, at - MAX_INDENT);
    const before = this.#text.slice(start, at);
    const lineStart = before.lastIndexOf('\n') + 1;
    const isWhole = lineStart > 0 || start === 0 || this.#text[start - 1] === '\n';
    return isWhole && isBlank(before.slice(lineStart));
  }
}

/** The text with its raw blocks of HTML replaced by placeholders that stand alone. */
export const extractRawHtml = (text: string, stash: Stash): string => new Extractor(text, stash).extract();
