import { Finder } from './finder.ts';

/**
 * A way to set text off: what opens it, what closes it, and perhaps what stands between two parts of it, one of which
 * is set off within the other.
 */
interface Rule {
  readonly open: RegExp;
  readonly middle?: RegExp;
  readonly close: RegExp;
  readonly outer: string;
  readonly inner?: { readonly tag: string; readonly part: 'first' | 'second' };
}

interface Span {
  readonly html: string;
  readonly end: number;
}

/** What is made of text that is set off. */
interface Makers {
  /** Makes HTML of text in which these signs are dealt with. */
  readonly content: (text: string) => string;
  /** What stands for an element in the text. */
  readonly element: (html: string) => string;
}

const WORD = String.raw`[\p{L}\p{N}_]`;
const NO_WORD_BEFORE = `(?<!${WORD})`;
const NO_WORD_BEHIND = `(?!${WORD})`;

/** In the order in which they are tried. */
const RULES: Readonly<Record<'*' | '_', readonly Rule[]>> = {
  '*': [
    { open: /\*{3}/y, middle: /\*/g, close: /\*\*/g, outer: 'strong', inner: { tag: 'em', part: 'first' } },
    { open: /\*{3}/y, middle: /\*\*/g, close: /\*/g, outer: 'em', inner: { tag: 'strong', part: 'first' } },
    {
      open: /\*\*(?=[^*]+\*(?!\*))/y,
      middle: /\*/g,
      close: /\*{3}/g,
      outer: 'strong',
      inner: { tag: 'em', part: 'second' },
    },
    { open: /\*\*/y, close: /\*\*/g, outer: 'strong' },
    { open: /\*(?!\*)/y, close: /\*/g, outer: 'em' },
  ],
  // Within words, underscores are just that.
  _: [
    { open: /_{3}/y, middle: /_/g, close: /__/g, outer: 'strong', inner: { tag: 'em', part: 'first' } },
    { open: /_{3}/y, middle: /__/g, close: /_/g, outer: 'em', inner: { tag: 'strong', part: 'first' } },
    {
      open: new RegExp(`${NO_WORD_BEFORE}__(?!_)`, 'uy'),
      middle: new RegExp(`${NO_WORD_BEFORE}_(?!_)`, 'ug'),
      close: new RegExp(`___${NO_WORD_BEHIND}`, 'ug'),
      outer: 'strong',
      inner: { tag: 'em', part: 'second' },
    },
    {
      open: new RegExp(`${NO_WORD_BEFORE}__(?!_)`, 'uy'),
      close: new RegExp(`(?<!_)__${NO_WORD_BEHIND}`, 'ug'),
      outer: 'strong',
    },
    {
      open: new RegExp(`${NO_WORD_BEFORE}_(?!_)`, 'uy'),
      close: new RegExp(`(?<!_)_${NO_WORD_BEHIND}`, 'ug'),
      outer: 'em',
    },
  ],
};

const enclose = (tag: string, content: string): string => `<${tag}>${content}</${tag}>`;

/** The span that a rule makes of the text at an index; within it, only rules behind this one hold. */
function readSpan(
  finder: Finder,
  start: number,
  { open, middle, close, outer, inner }: Rule,
  content: Makers['content'],
): Span | undefined {
  const { text } = finder;
  open.lastIndex = start;
  if (!open.test(text)) return undefined;
  const from = open.lastIndex;
  const between = middle && finder.find(middle, from + 1);
  if (middle && !between) return undefined;
  const least = inner?.part === 'first' ? 0 : 1;
  const last = finder.find(close, (between?.end ?? from) + least);
  if (!last) return undefined;
  const { end } = last;
  if (!between || !inner) return { html: enclose(outer, content(text.slice(from, last.start))), end };
  const parts = [content(text.slice(from, between.start)), content(text.slice(between.end, last.start))] as const;
  const html =
    inner.part === 'first' ? enclose(inner.tag, parts[0]) + parts[1] : parts[0] + enclose(inner.tag, parts[1]);
  return { html: enclose(outer, html), end };
}

/** The text with what the sign sets off replaced by elements. */
export function replaceEmphasis(
  text: string,
  sign: '*' | '_',
  makers: Makers,
  rules: readonly Rule[] = RULES[sign],
): string {
  const finder = new Finder(text);
  let replaced = '';
  let from = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, Math.max(from, at + 1))) {
    for (const [index, rule] of rules.entries()) {
      const content = (inner: string): string =>
        makers.content(replaceEmphasis(inner, sign, makers, rules.slice(index + 1)));
      const span = readSpan(finder, at, rule, content);
      if (!span) continue;
      replaced += text.slice(from, at) + makers.element(span.html);
      from = span.end;
      break;
    }
  }
  return replaced + text.slice(from);
}
