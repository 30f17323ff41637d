import { collapseWhitespace, isBlank, trim } from '../../whitespace.ts';
import { readAttribute, readHtml, UNREADABLE, type HtmlListener } from '../html-reader.ts';
import { codeSpan, escapeInline, escapeLineStart, fenceFor, linkTarget } from './escape.ts';
import { Frames, MAX_DEPTH, prefixIn, type Frame, type RoleOf } from './frames.ts';
import { Output } from './output.ts';
import { Tables } from './tables.ts';
import { isMarker, isQuoted, LINE_END, trimAsciiEnd, trimAsciiStart } from './tokens.ts';

const HIDING: ReadonlySet<string> = new Set(UNREADABLE);
const PREFORMATTED: ReadonlySet<string> = new Set(['pre', 'samp']);

const BLOCKS: ReadonlyMap<string, 'line' | 'paragraph'> = new Map([
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'samp'].map((name) => [name, 'line'] as const),
  ...['p', 'div', 'td', 'th', 'label'].map((name) => [name, 'paragraph'] as const),
]);

/** How bold and italic text is marked. */
export interface EmphasisSigns {
  readonly bold: string;
  readonly italic: string;
}

const MARKDOWN_SIGNS: EmphasisSigns = { bold: '**', italic: '*' };

const EMPHASIS: ReadonlyMap<string, keyof EmphasisSigns> = new Map([
  ['strong', 'bold'],
  ['b', 'bold'],
  ['em', 'italic'],
  ['i', 'italic'],
]);

/** The number in an attribute; numbers of list items are not negative, and at most nine digits long. */
function readNumber(attributes: string, name: string): number | undefined {
  const digits = /^\s*([+-]?\d{1,9})\s*$/.exec(readAttribute(attributes, name) ?? '')?.[1];
  return digits === undefined ? undefined : Math.max(0, Number(digits));
}

class MarkdownWriter implements HtmlListener {
  readonly #frames = new Frames();
  readonly #output = new Output();
  readonly #tables = new Tables(this.#frames, this.#output);
  readonly #signs: EmphasisSigns;

  constructor(signs: EmphasisSigns) {
    this.#signs = signs;
  }

  text(text: string): void {
    const { top } = this.#frames;
    if (!top.visible) return;
    if (top.role?.kind === 'code') top.role.content.push(text);
    else if (text.includes('\xa0') && isBlank(text)) this.#output.write('\xa0');
    else this.#writeText(collapseWhitespace(text), top);
  }

  open(name: string, attributes: string): void {
    const { top } = this.#frames;
    if (top.role?.kind === 'code') return;
    if (name === 'ul' || name === 'ol') this.#openList(name, attributes, top);
    else if (name === 'li') this.#openItem(attributes, top);
    else if (name === 'blockquote') this.#openQuote(top);
    else if (name === 'table') this.#tables.openTable();
    else if (name === 'tr') this.#tables.openRow();
    else if ((name !== 'td' && name !== 'th') || !this.#tables.openCell(name)) this.#openOther(name, attributes, top);
  }

  close(name: string): void {
    if (name === 'a') this.#closeLink();
    else if (name === 'ul' || name === 'ol' || name === 'blockquote') this.#closeContainer(name);
    else if (name === 'li') this.#closeItem();
    else if (name === 'table') this.#tables.closeTable();
    else if (name === 'tr') this.#tables.closeRow();
    else if (name === 'td' || name === 'th') this.#tables.closeCell(name);
    else this.#closeOther(name);
  }

  /** The whole document, with elements closed that were left open. */
  finish(): string {
    for (let frame = this.#frames.popTop(); frame; frame = this.#frames.popTop()) {
      this.#finishInline(frame);
      this.#tables.finish(frame);
    }
    return trim(this.#output.toString());
  }

  #writeText(text: string, { role }: Frame): void {
    const { last } = this.#output;
    const afterLineEnd = typeof last !== 'string';
    if (afterLineEnd && isBlank(text)) return;
    const escaped = escapeInline(text);
    const content = afterLineEnd || last.endsWith('\n') ? escapeLineStart(escaped) : escaped;
    if (role?.kind === 'emphasis' && !role.started) this.#startEmphasis(content, role);
    else this.#output.write(content);
  }

  /** Emphasis must not begin with a blank, so blanks are moved before its sign. */
  #startEmphasis(content: string, role: RoleOf<'emphasis'>): void {
    const text = trimAsciiStart(content);
    if (text !== content) {
      const sign = this.#output.takeLast();
      this.#output.add(content.slice(0, content.length - text.length));
      if (sign !== undefined) this.#output.add(sign);
    }
    if (text === '') return;
    role.started = true;
    this.#output.write(text);
  }

  #openList(tag: 'ul' | 'ol', attributes: string, top: Frame): void {
    if (top.visible && top.tag !== 'li') this.#output.begin('paragraph', top);
    const isInList = top.tag === 'ul' || top.tag === 'ol';
    this.#frames.push({
      tag,
      visible: false,
      list: tag,
      listDepth: Math.min(top.listDepth + 1, MAX_DEPTH),
      listVisible: isInList ? top.listVisible : top.visible,
      number: (tag === 'ol' ? readNumber(attributes, 'start') : undefined) ?? 1,
      outerIndent: top.listDepth === 0 ? top.indent : top.outerIndent,
    });
  }

  #openItem(attributes: string, top: Frame): void {
    const isNumbered = top.list === 'ol';
    if (isNumbered) top.number = readNumber(attributes, 'value') ?? top.number;
    const bullet = isNumbered ? `${top.number}. ` : '- ';
    const marker = '  '.repeat(Math.max(top.listDepth - 1, 0)) + bullet;
    const isOpen = this.#frames.push({
      tag: 'li',
      role: { kind: 'item', written: this.#output.written },
      visible: top.listVisible,
      indent: top.outerIndent + ' '.repeat(marker.length),
    });
    if (!isOpen || !top.listVisible) return;
    if (!isMarker(this.#output.last)) {
      this.#output.add(LINE_END);
      if (top.quoteDepth > 0) this.#output.add({ marker: '> '.repeat(top.quoteDepth), quoted: true });
    }
    this.#output.add({ marker, quoted: false });
  }

  #openQuote(top: Frame): void {
    const quoteDepth = Math.min(top.quoteDepth + 1, MAX_DEPTH);
    if (!this.#frames.push({ tag: 'blockquote', quoteDepth }) || !top.visible) return;
    const { last } = this.#output;
    const isAfterText = typeof last === 'string';
    if (isAfterText) this.#output.endParagraph(top);
    if (isAfterText || isQuoted(last)) {
      if (quoteDepth > top.quoteDepth) this.#output.add({ marker: '> ', quoted: true });
    } else {
      const indent = isMarker(last) ? '' : top.indent;
      this.#output.add({ marker: indent + '> '.repeat(quoteDepth), quoted: true });
    }
  }

  #openOther(name: string, attributes: string, top: Frame): void {
    if (name === 'code' || PREFORMATTED.has(name))
      this.#frames.push({ tag: name, role: { kind: 'code', content: [] } });
    else if (name === 'body') this.#frames.push({ tag: name, visible: true });
    else if (HIDING.has(name)) this.#frames.push({ tag: name, visible: false });
    if (!top.visible) return;
    const block = BLOCKS.get(name);
    if (block) this.#output.begin(block, top);
    const emphasis = EMPHASIS.get(name);
    if (emphasis !== undefined) this.#openEmphasis(name, this.#signs[emphasis]);
    else if (name === 'a') this.#openLink(attributes);
    else if (name === 'br') this.#output.write(`  \n${prefixIn(top).prefix}`);
    else if (name === 'hr') this.#writeRule(top);
    else if (/^h[1-6]$/.test(name)) this.#output.write(`${'#'.repeat(Number(name[1]))} `);
  }

  #openEmphasis(tag: string, sign: string): void {
    const { end, written } = this.#output;
    if (this.#frames.push({ tag, role: { kind: 'emphasis', sign, first: end, written, started: false } }))
      this.#output.add(sign);
  }

  #openLink(attributes: string): void {
    const address = readAttribute(attributes, 'href');
    if (address === undefined) return;
    if (this.#frames.push({ tag: 'a', role: { kind: 'link', target: linkTarget(address) } })) this.#output.write('[');
  }

  #writeRule(top: Frame): void {
    // Right under a text, a rule would make it a heading.
    this.#output.begin('paragraph', top);
    this.#output.write('---');
    this.#output.add(LINE_END);
  }

  #closeLink(): void {
    const role = this.#frames.pop('a')?.role;
    if (role?.kind === 'link') this.#output.write(`](${role.target})`);
  }

  #closeContainer(tag: string): void {
    if (!this.#frames.pop(tag)) return;
    const { top } = this.#frames;
    if (!top.visible) return;
    if (tag !== 'blockquote' && top.tag === 'li') this.#output.endLine(top);
    else this.#output.endParagraph(top);
  }

  #closeItem(): void {
    const item = this.#frames.pop('li');
    if (item?.role?.kind !== 'item' || !item.visible) return;
    this.#output.add(LINE_END);
    const { top } = this.#frames;
    if (top.list === 'ol' && this.#output.written !== item.role.written) top.number++;
  }

  #closeOther(tag: string): void {
    const { top } = this.#frames;
    if (top.visible && top.role?.kind !== 'code') {
      const block = BLOCKS.get(tag);
      if (block === 'line' && !PREFORMATTED.has(tag)) this.#output.endLine(top);
      else if (block === 'paragraph') this.#output.endParagraph(top);
    }
    const needsMatch = EMPHASIS.has(tag) || tag === 'code' || PREFORMATTED.has(tag);
    if (top.tag === tag || !needsMatch) {
      const closed = this.#frames.pop(tag);
      if (closed === top) this.#finishInline(top);
    }
  }

  /** Writes what closed emphasis or code was waiting for. */
  #finishInline({ tag, role, visible }: Frame): void {
    if (role?.kind === 'emphasis') this.#finishEmphasis(role);
    else if (role?.kind === 'code' && visible) this.#finishCode(role.content.join(''), tag);
  }

  #finishEmphasis({ sign, first, written }: RoleOf<'emphasis'>): void {
    if (this.#output.written === written) {
      this.#output.takeFrom(first);
      return;
    }
    let blanks = '';
    for (let last = this.#output.last; typeof last === 'string'; last = this.#output.last) {
      const text = trimAsciiEnd(last);
      if (text === last) break;
      blanks = last.slice(text.length) + blanks;
      this.#output.takeLast();
      if (text !== '') this.#output.add(text);
    }
    this.#output.write(sign);
    if (blanks !== '') this.#output.add(blanks);
  }

  #finishCode(content: string, tag: string): void {
    if (tag === 'code') {
      this.#output.write(codeSpan(content));
      return;
    }
    const { top } = this.#frames;
    const fence = fenceFor(content, 3);
    this.#output.write(fence);
    this.#output.endLine(top);
    this.#output.write(content.replaceAll('\n', `\n${prefixIn(top).prefix}`));
    this.#output.endLine(top);
    this.#output.write(fence);
    this.#output.add(LINE_END);
  }
}

/** An HTML document as Markdown; what Markdown cannot say is left out, and text that looks like Markdown is escaped. */
export function htmlToMarkdown(html: string, signs = MARKDOWN_SIGNS): string {
  const writer = new MarkdownWriter(signs);
  readHtml(html, writer);
  return writer.finish();
}
