import { advance, countCodePoints, retreat } from './code-points.ts';
import type { Format } from './format.ts';

/** Farther apart, `&` and `;` are no character reference; in code points. */
const REFERENCE_REACH = 16;

/** The last index before `end` and not before `start` at which one of the characters stands, or -1. */
function lastOf(characters: string, text: string, start: number, end: number): number {
  const window = text.slice(start, end);
  const last = Math.max(...Array.from(characters, (character) => window.lastIndexOf(character)));
  return last < 0 ? -1 : start + last;
}

/** The first index from `start` and before `end` at which the character stands, or -1. */
function firstOf(character: string, text: string, start: number, end: number): number {
  const first = text.slice(start, end).indexOf(character);
  return first < 0 ? -1 : start + first;
}

/** Moves a cut of the piece that begins at `start` before the character reference it would go through. */
export function beforeReference(text: string, start: number, at: number): number {
  const open = lastOf('&', text, Math.max(start, retreat(text, at, REFERENCE_REACH)), at);
  if (open <= start) return at;
  const close = firstOf(';', text, open, advance(text, at, REFERENCE_REACH));
  return close >= at ? open : at;
}

/** Moves a cut of the piece that begins at `start` before the link, `[…](…)` or `<…|…>`, it would go through. */
export function beforeLink(text: string, start: number, at: number): number {
  // A link longer than a piece cannot be kept whole, so its end is not looked for any farther.
  const horizon = advance(text, at, countCodePoints(text.slice(start, at)) + 1);
  let open = lastOf('[', text, start, at);
  if (open < 0 && text[at] === '[' && text[at - 1] === '!') open = at - 1;
  if (open >= start && firstOf(')', text, open, horizon) > at) return open;
  const angle = lastOf('<', text, start, at);
  if (angle < 0) return at;
  const bar = firstOf('|', text, angle, horizon);
  return bar >= 0 && firstOf('>', text, bar, horizon) >= at ? angle : at;
}

/** The best end for a piece that can reach from `start` to `end`: after a line, a word, a sentence, or right there. */
function softCut(text: string, start: number, end: number): number {
  const line = lastOf('\n\r', text, start, end);
  if (line >= 0) return line + 1;
  const word = lastOf(' \t', text, start, end);
  if (word >= 0) return word + 1;
  const sentences = text.slice(start, end).matchAll(/[.!?:;][\v\f]+/g);
  const last = Array.from(sentences).at(-1);
  return last ? start + last.index + last[0].length : end;
}

/** The text in pieces of at most `limit` code points; joined, they give the text again. */
export function splitText(text: string, limit: number, format: Format): string[] {
  if (text === '' || limit <= 0) return [''];
  const pieces: string[] = [];
  let start = 0;
  for (;;) {
    const end = advance(text, start, limit);
    if (end >= text.length) return [...pieces, text.slice(start)];
    const soft = softCut(text, start, end);
    let at = format === 'text' ? soft : beforeReference(text, start, soft);
    if (format === 'markdown') at = beforeLink(text, start, at);
    if (at <= start) at = soft;
    pieces.push(text.slice(start, at));
    start = at;
  }
}
