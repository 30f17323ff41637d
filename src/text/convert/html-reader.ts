import { isWhitespace } from '../whitespace.ts';
import { decodeReferences } from './html-references.ts';

/** What a reader of HTML is told, in the order of the document. */
export interface HtmlListener {
  /** Text between tags, its character references replaced. */
  text(text: string): void;
  /** A start tag: its name in lower case, its attributes as they are written. */
  open(name: string, attributes: string): void;
  /** An end tag, or the end of a start tag that closes itself. */
  close(name: string): void;
}

/** What stands in these elements is not for readers. */
export const UNREADABLE = [
  'form',
  'input',
  'textarea',
  'select',
  'style',
  'link',
  'meta',
  'title',
  'html',
  'head',
  'script',
];

const EXCLAMATION = 0x21;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const QUESTION = 0x3f;

/** What stands in these elements is no markup, up to the end tag that is found so. */
export const RAW_END: ReadonlyMap<string, RegExp> = new Map([
  ['script', /<\/\s*script\s*>/gi],
  ['style', /<\/\s*style\s*>/gi],
]);

const SPACED_END_TAG = /<\/\s+([a-zA-Z][-.\w:]*)\s*>/y;

/** Markup that is not for readers: how it begins, and how it ends. */
const HIDDEN = [
  { begin: /<!--/y, end: /--\s*>/g },
  { begin: /<!\[(?:temp|cdata|ignore|include|rcdata)(?![-.\w])/iy, end: /\]\s*\]\s*>/g },
  { begin: /<!\[(?:if|else|endif)(?![-.\w])/iy, end: /\]\s*>/g },
  { begin: /<[!?]/y, end: />/g },
];

/** The end of the first match from `from` on (right there, if the expression is sticky), or -1. */
function matchEnd(pattern: RegExp, html: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(html) ? pattern.lastIndex : -1;
}

/** Whether the UTF-16 unit is a letter of ASCII, with which names of tags begin. */
export const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
const endsWord = (code: number): boolean => code === GREATER || code === SLASH || isWhitespace(code);

function skipSpace(html: string, from: number): number {
  let at = from;
  while (isWhitespace(html.charCodeAt(at))) at++;
  return at;
}

/** The end of a tag or attribute name that begins at `from`. */
function skipName(html: string, from: number, stop = GREATER): number {
  let at = from + 1;
  for (; at < html.length; at++) {
    const code = html.charCodeAt(at);
    if (code === stop || endsWord(code)) break;
  }
  return at;
}

interface TagEnd {
  readonly end: number;
  readonly closesItself: boolean;
}

/** Walks through the attributes that begin at `from`, telling each to `found`, to the end of the tag, if it has one. */
function walkAttributes(
  html: string,
  from: number,
  found?: (name: string, value: string | undefined) => void,
): TagEnd | undefined {
  let at = from;
  let bareEnd = -1;
  for (;;) {
    while (html.charCodeAt(at) === SLASH || isWhitespace(html.charCodeAt(at))) at++;
    if (at >= html.length) return undefined;
    if (html.charCodeAt(at) === GREATER)
      return { end: at + 1, closesItself: at !== bareEnd && html.charCodeAt(at - 1) === SLASH };
    const nameEnd = skipName(html, at, EQUALS);
    const name = html.slice(at, nameEnd);
    let value: string | undefined;
    at = skipSpace(html, nameEnd);
    if (html.charCodeAt(at) === EQUALS) {
      while (html.charCodeAt(at) === EQUALS) at++;
      at = skipSpace(html, at);
      const quote = html.charAt(at);
      const isQuoted = quote === '"' || quote === "'";
      const start = isQuoted ? at + 1 : at;
      if (isQuoted) at = html.indexOf(quote, start);
      else while (at < html.length && html.charCodeAt(at) !== GREATER && !isWhitespace(html.charCodeAt(at))) at++;
      if (at < 0) return undefined;
      value = html.slice(start, at);
      if (isQuoted) at++;
      else bareEnd = at;
    }
    found?.(name, value);
  }
}

/** The value of the first attribute of that name, its character references replaced. */
export function readAttribute(attributes: string, wanted: string): string | undefined {
  let found: string | undefined;
  walkAttributes(attributes, 0, (name, value) => {
    if (value !== undefined && name.toLowerCase() === wanted) found ??= decodeReferences(value);
  });
  return found;
}

/** A start tag as it stands in its document. */
export interface StartTag extends TagEnd {
  /** In lower case. */
  readonly name: string;
  readonly nameEnd: number;
}

/** The start tag that begins at an index with `<` and a letter; undefined if it never ends. */
export function findStartTag(html: string, at: number): StartTag | undefined {
  const nameEnd = skipName(html, at + 1);
  const isBare = html.charCodeAt(nameEnd) === GREATER;
  const tag = isBare ? { end: nameEnd + 1, closesItself: false } : walkAttributes(html, nameEnd);
  return (
    tag && { name: html.slice(at + 1, nameEnd).toLowerCase(), nameEnd, end: tag.end, closesItself: tag.closesItself }
  );
}

function readStartTag(html: string, at: number, listener: HtmlListener): number {
  const tag = findStartTag(html, at);
  if (!tag) return -1;
  const { name, nameEnd, end: tagEnd, closesItself } = tag;
  listener.open(name, html.slice(nameEnd, tagEnd));
  if (closesItself) listener.close(name);
  const rawEnd = closesItself ? undefined : RAW_END.get(name);
  if (!rawEnd) return tagEnd;
  const end = matchEnd(rawEnd, html, tagEnd);
  if (end < 0) return -1;
  listener.text(html.slice(tagEnd, html.lastIndexOf('<', end - 1)));
  listener.close(name);
  return end;
}

function readEndTag(html: string, at: number, listener: HtmlListener): number {
  const nameStart = at + 2;
  const hasName = isLetter(html.charCodeAt(nameStart));
  const nameEnd = hasName ? skipName(html, nameStart) : nameStart;
  const end = html.indexOf('>', nameEnd) + 1;
  if (end === 0) return -1;
  if (hasName) {
    listener.close(html.slice(nameStart, nameEnd).toLowerCase());
    return end;
  }
  SPACED_END_TAG.lastIndex = at;
  const name = SPACED_END_TAG.exec(html)?.[1];
  if (name !== undefined) listener.close(name.toLowerCase());
  return end;
}

function skipHidden(html: string, at: number): number {
  for (const { begin, end } of HIDDEN) {
    const from = matchEnd(begin, html, at);
    if (from >= 0) return matchEnd(end, html, from);
  }
  return -1;
}

/**
 * Reads HTML as forgivingly as browsers do. Markup that never ends takes the rest of the document with it; everything
 * else that is no markup is text.
 */
export function readHtml(html: string, listener: HtmlListener): void {
  let at = 0;
  while (at >= 0 && at < html.length) {
    const open = html.charCodeAt(at) === LESS ? at : html.indexOf('<', at);
    const textEnd = open < 0 ? html.length : open;
    if (textEnd > at) listener.text(decodeReferences(html.slice(at, textEnd)));
    if (open < 0) return;
    const next = html.charCodeAt(open + 1);
    if (isLetter(next)) at = readStartTag(html, open, listener);
    else if (next === SLASH) at = readEndTag(html, open, listener);
    else if (next === EXCLAMATION || next === QUESTION) at = skipHidden(html, open);
    else {
      listener.text('<');
      at = open + 1;
    }
  }
}
