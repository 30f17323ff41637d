import { splitItems } from './lists.ts';

const MAX_DIGITS = 14;
const MIN_DIGITS = 10;
const LINE_DIGITS = 7;
const AREA_DIGITS = 3;

/** A phone number: all of its digits, and what they are in North America. */
export interface Phone {
  readonly digits: string;
  readonly country: string;
  readonly area: string;
  readonly line: string;
}

/** The number a text spells, or undefined if it has other than digits, blanks and `+-()`, or not as many digits. */
export function parsePhone(text: string, minDigits = MIN_DIGITS): Phone | undefined {
  if (!/^[\d\s()+-]+$/.test(text)) return undefined;
  const digits = text.replace(/\D+/g, '');
  if (digits.length < minDigits || digits.length > MAX_DIGITS) return undefined;
  return {
    digits,
    country: digits.slice(0, -(LINE_DIGITS + AREA_DIGITS)),
    area: digits.slice(0, -LINE_DIGITS).slice(-AREA_DIGITS),
    line: digits.slice(-LINE_DIGITS),
  };
}

/** Whether the text spells a phone number. */
export const isPhone = (text: string, minDigits = MIN_DIGITS): boolean => parsePhone(text, minDigits) !== undefined;

interface Grammar {
  /** What a number begins with, up to its first digit; where no digit follows it is none. */
  readonly start: RegExp;
  /** The digits a number may end with: at the end of the text, or before separators and another number. */
  readonly end: RegExp;
}

const PLAIN: Grammar = { start: /[+(][+(\s]*\d?|\d/g, end: /\d(?=$|[\s,+(]+\d)/g };
/** Numbers that may have a word and a colon before them, as in `w:15551234567`. */
const PREFIXED: Grammar = {
  start: /[a-z]+(?::(?:[+(][+(\s]*)?\d?)?|[+(][+(\s]*\d?|\d/gi,
  end: /\d(?=$|(?:[a-z]+:)?[\s,+(]+(?:[a-z]+:[\s+(]*)?\d)/gi,
};
const BODY = /[\d()\s-]*/y;
const MIN_CHARACTERS = 3;

/** All numbers in a text; each is as long as it can be, and every character is looked at a few times at most. */
function findPhones(text: string, { start, end }: Grammar): string[] {
  const ends = Array.from(text.matchAll(end), ({ index }) => index);
  const found: string[] = [];
  let passed = 0;
  start.lastIndex = 0;
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const first = start.lastIndex - 1;
    if (!/\d/.test(text.charAt(first))) continue;
    BODY.lastIndex = first;
    BODY.test(text);
    const bodyEnd = BODY.lastIndex;
    while ((ends[passed] ?? Infinity) < bodyEnd) passed++;
    const last = ends[passed - 1] ?? -1;
    if (last - first + 1 >= MIN_CHARACTERS) found.push(text.slice(match.index, last + 1));
    // No other number ends in the body, but the blanks and brackets at its end may begin the next one.
    let opening = bodyEnd;
    while (/[\s(]/.test(text.charAt(opening - 1))) opening--;
    start.lastIndex = opening;
  }
  return found;
}

/** The phone numbers in a text; where there is none, its items, so that each can be reported. */
export function parsePhones(text: string, { prefixed = false } = {}): string[] {
  const phones = findPhones(text, prefixed ? PREFIXED : PLAIN);
  return phones.length > 0 ? phones : splitItems(text);
}
