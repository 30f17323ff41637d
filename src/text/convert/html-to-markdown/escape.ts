import { trim } from '../../whitespace.ts';

const INLINE_SYNTAX = /[\\`*_~#[\]()!<>]/g;
const ORDERED_ITEM = /^(\d+)\.(?= |$)/;
const BULLET_OR_RULE = /^(?:[-+](?= |$)| *(?:- *){3,}$| *(?:= *){3,}$)/;

/** Schemes that run code or show local files. */
const UNSAFE_SCHEME = /^(?:javascript|vbscript|data|file|blob):/i;

/** What browsers ignore in addresses, or what makes them look like others. */
const HIDDEN_IN_ADDRESSES = /[\x00-\x1f\x7f\xad\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The text with everything escaped that would be Markdown within a line. */
export const escapeInline = (text: string): string => text.replace(INLINE_SYNTAX, '\\$&');

/** The text with a backslash where its beginning would make it a list item, a rule or the underline of a heading. */
export const escapeLineStart = (text: string): string =>
  BULLET_OR_RULE.test(text) ? text.replace(/[-+=]/, '\\$&') : text.replace(ORDERED_ITEM, '$1\\.');

/** The address as the target of a link; one that could do harm leads nowhere. */
export function linkTarget(address: string): string {
  const visible = trim(address.replace(HIDDEN_IN_ADDRESSES, ''));
  return UNSAFE_SCHEME.test(visible) ? '<#>' : `<${visible.replace(/[\\<>]/g, '\\$&')}>`;
}

/** At least so many backticks that the text has no run as long. */
export function fenceFor(text: string, least: number): string {
  let length = least;
  for (const [run] of text.matchAll(/`+/g)) length = Math.max(length, run.length + 1);
  return '`'.repeat(length);
}

/** The text as code within a line. */
export function codeSpan(text: string): string {
  const fence = fenceFor(text, 1);
  const padding = text === '' || text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return fence + padding + text + padding + fence;
}

/** For each run of backticks among the marks, the next one of the same length. */
function closingRuns(marks: readonly RegExpExecArray[]): Map<RegExpExecArray, RegExpExecArray> {
  const closing = new Map<RegExpExecArray, RegExpExecArray>();
  const nextOfLength = new Map<number, RegExpExecArray>();
  for (const mark of marks.toReversed()) {
    const [run] = mark;
    if (!run.startsWith('`')) continue;
    const next = nextOfLength.get(run.length);
    if (next) closing.set(mark, next);
    nextOfLength.set(run.length, mark);
  }
  return closing;
}

/** The Markdown of a table cell with the bars escaped that would end the cell; those in code would not. */
export function escapeCell(text: string): string {
  if (!text.includes('|')) return text;
  const marks = Array.from(text.matchAll(/\\[^]|`+|\|/g));
  const closing = closingRuns(marks);
  let escaped = '';
  let done = 0;
  for (const mark of marks) {
    if (mark.index < done) continue;
    const last = closing.get(mark) ?? mark;
    const end = last.index + last[0].length;
    escaped += text.slice(done, mark.index) + (mark[0] === '|' ? '\\|' : text.slice(mark.index, end));
    done = end;
  }
  return escaped + text.slice(done);
}
