import { trim } from '../../whitespace.ts';
import { Finder, type Place } from './finder.ts';

/** What a link or an image points to. */
export interface Target {
  readonly address: string;
  readonly title: string | undefined;
}

/** The targets that links name, by their names. */
export type References = ReadonlyMap<string, Target>;

/** What stands behind the brackets of a link; without a target if it names one that there is not. */
interface Destination {
  readonly target: Target | undefined;
  readonly end: number;
}

/** Reads what stands behind the brackets; undefined if they are no link. */
type ReadDestination = (label: string, from: number) => Destination | undefined;

/** Makes a reader of destinations for a text. */
export type DestinationKind = (text: string, references: References) => ReadDestination;

const NAME = /\s?\[([^\]]*)\]/y;
const OPENING = /\(\s*/y;
const ANGLE_DESTINATION = /\(\s*<([^<>]*)>\s*(?:'([^']*)'|"([^"]*)")?\s*\)/y;
const QUOTE = /['"]/g;
const QUOTES: Readonly<Record<string, { readonly end: RegExp; readonly other: RegExp }>> = {
  "'": { end: /' *\)/g, other: /"/g },
  '"': { end: /" *\)/g, other: /'/g },
};

/** A name as references are kept by it. */
const referenceName = (name: string): string => name.toLowerCase().replace(/\s+/g, ' ');

/** Where each opening bracket of a text has its closing one. */
function pairBrackets(text: string, open: string, close: string): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const opened: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === open) opened.push(at);
    else if (text[at] === close) {
      const start = opened.pop();
      if (start !== undefined) pairs.set(start, at);
    }
  }
  return pairs;
}

/** An address with a title: all up to a parenthesis right behind a quote of the kind the title begins with. */
function readTitled(finder: Finder, start: number, first: Place): Destination | undefined {
  const { text } = finder;
  const endOf = (quote: Place): Place | undefined => {
    const kind = QUOTES[text.charAt(quote.start)];
    return kind && finder.find(kind.end, quote.end);
  };
  const kind = QUOTES[text.charAt(first.start)];
  const second = kind && finder.find(kind.other, first.end);
  const [end, secondEnd] = [endOf(first), second && endOf(second)];
  const isSecond = secondEnd !== undefined && (end === undefined || secondEnd.start < end.start);
  const [begin, finish] = isSecond ? [second, secondEnd] : [first, end];
  if (!begin || !finish) return undefined;
  const title = trim(text.slice(begin.end, finish.start)).replace(/\s/g, ' ');
  return { target: { address: trim(text.slice(start, begin.start)), title }, end: finish.end };
}

/** `[label](address "title")`. */
export const inlineDestination: DestinationKind = (text) => {
  const finder = new Finder(text);
  let parentheses: ReadonlyMap<number, number> | undefined;
  return (_label, from) => {
    OPENING.lastIndex = from;
    if (!OPENING.test(text)) return undefined;
    const start = OPENING.lastIndex;
    ANGLE_DESTINATION.lastIndex = from;
    const angle = ANGLE_DESTINATION.exec(text);
    if (angle) {
      const [whole, address = '', single, double] = angle;
      return { target: { address: trim(address), title: single ?? double }, end: from + whole.length };
    }
    parentheses ??= pairBrackets(text, '(', ')');
    const close = parentheses.get(from);
    const quote = finder.find(QUOTE, start);
    const titled = quote && quote.start < (close ?? Infinity) && readTitled(finder, start, quote);
    if (titled) return titled;
    // A quote that ends no title is part of the address.
    return close === undefined
      ? undefined
      : { target: { address: trim(text.slice(start, close)), title: undefined }, end: close + 1 };
  };
};

/** `[label][name]`, or `[name][]`. */
export const namedDestination: DestinationKind = (text, references) => (label, from) => {
  NAME.lastIndex = from;
  const name = NAME.exec(text)?.[1];
  if (name === undefined) return undefined;
  return { target: references.get(referenceName(name === '' ? label : name)), end: NAME.lastIndex };
};

/** `[name]`. */
export const labelDestination: DestinationKind = (_text, references) => (label, from) => ({
  target: references.get(referenceName(label)),
  end: from,
});

/** The text with its links (or its images, whose brackets have a `!` before them) handed over. */
export function replaceLinks(
  text: string,
  isImage: boolean,
  read: ReadDestination,
  replacement: (label: string, target: Target) => string,
): string {
  const brackets = pairBrackets(text, '[', ']');
  let replaced = '';
  let from = 0;
  for (let at = text.indexOf('['); at >= 0; at = text.indexOf('[', Math.max(from, at + 1))) {
    const close = brackets.get(at);
    if ((text[at - 1] === '!') !== isImage || close === undefined) continue;
    const label = text.slice(at + 1, close);
    const destination = read(label, close + 1);
    if (!destination) continue;
    const { target, end } = destination;
    const start = isImage ? at - 1 : at;
    replaced += text.slice(from, start) + (target ? replacement(label, target) : text.slice(start, end));
    from = end;
  }
  return replaced + text.slice(from);
}
