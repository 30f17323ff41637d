import { countCodePoints, cut, fits } from './code-points.ts';
import type { FoldStyle, PreparedText } from './fold.ts';
import type { Format } from './format.ts';
import { splitText } from './split.ts';
import { trimEnd } from './whitespace.ts';

/** What happens to a message longer than a service takes: nothing, its end is dropped, or it is sent in pieces. */
export const OVERFLOW_MODES = ['split', 'truncate', 'upstream'] as const;
export type OverflowMode = (typeof OVERFLOW_MODES)[number];

/** How a service shows a message and how much of one it takes; lengths count code points. */
export interface OverflowRules extends FoldStyle {
  /** 0: the service has no titles. */
  readonly titleLength: number;
  readonly bodyLength: number;
  /** 0: as many as there are. */
  readonly bodyLines: number;
  /** Kept free in each piece. */
  readonly buffer: number;
  /** The title counts as part of the body. */
  readonly amalgamateTitle: boolean;
  /** Only the first of several pieces has the title; undefined leaves it to how much room the title leaves. */
  readonly displayTitleOnce: boolean | undefined;
  /** With less room than this there is no counter behind the title. */
  readonly displayCountThreshold: number;
  /** A counter wider than this is left out. */
  readonly maxDisplayCountWidth: number;
}

interface Shares {
  readonly title: number;
  readonly body: number;
}

function firstLines(body: string, count: number): string {
  const lines: string[] = [];
  let start = 0;
  while (lines.length < count) {
    const end = body.indexOf('\n', start);
    if (end < 0) return [...lines, body.slice(start)].join('\r\n');
    let lineEnd = end;
    while (lineEnd > start && body[lineEnd - 1] === '\r') lineEnd--;
    lines.push(body.slice(start, lineEnd));
    start = end + 1;
  }
  return lines.join('\r\n');
}

function sharesOf(title: string, rules: OverflowRules): Shares {
  const { titleLength, bodyLength, buffer } = rules;
  if (!rules.amalgamateTitle) return { title: titleLength, body: bodyLength };
  const share = Math.min(countCodePoints(title) + rules.maxDisplayCountWidth, titleLength, bodyLength);
  const room = bodyLength - buffer;
  return { title: share, body: room >= share && title !== '' ? room - share : room };
}

const trimPiece = (piece: string): string => trimEnd(piece.replace(/^[\r\n\v\f]+/, ''));

function hasCounter(title: string, shares: Shares, rules: OverflowRules): boolean {
  const { displayCountThreshold: threshold } = rules;
  return (
    title !== '' &&
    (rules.amalgamateTitle ? shares.body >= threshold : shares.title > threshold) &&
    shares.title > rules.maxDisplayCountWidth + rules.buffer &&
    rules.titleLength >= threshold
  );
}

/** Every piece under the same title, counted if there is room for it. */
function splitUnderTitles(text: PreparedText, shares: Shares, rules: OverflowRules, format: Format): PreparedText[] {
  const counted = hasCounter(text.title, shares, rules);
  const pieces = splitText(text.body, counted ? shares.body - rules.buffer : shares.body, format).map(trimPiece);
  const digits = String(pieces.length).length;
  const width = ' [/]'.length + 2 * digits;
  if (!counted || width > rules.maxDisplayCountWidth) return pieces.map((body) => ({ title: text.title, body }));
  const title = cut(text.title, shares.title - width);
  return pieces.map((body, index) => ({
    title: `${title} [${String(index + 1).padStart(digits, '0')}/${pieces.length}]`,
    body,
  }));
}

/** The title on the first piece only; the others have the whole room of the body. */
function splitUnderOneTitle(
  { title, body }: PreparedText,
  shares: Shares,
  rules: OverflowRules,
  format: Format,
): PreparedText[] {
  const [first = ''] = shares.body > 0 ? splitText(body, shares.body, format) : [];
  const rest = body.slice(first.length);
  const others = rest === '' ? [] : splitText(rest, rules.bodyLength, format);
  return [{ title, body: trimPiece(first) }, ...others.map((piece) => ({ title: '', body: trimPiece(piece) }))];
}

/**
 * The messages to send for one text, in order, each within the limits of the service. Title and body are trimmed and
 * a title that the service cannot show is part of the body already; `format` is what the body is written in.
 */
export function applyOverflow(
  text: PreparedText,
  rules: OverflowRules,
  mode: OverflowMode,
  format: Format,
): PreparedText[] {
  const body = rules.bodyLines > 0 ? firstLines(text.body, rules.bodyLines) : text.body;
  if (mode === 'upstream') return [{ title: text.title, body }];
  const shares = sharesOf(text.title, rules);
  const title = fits(text.title, shares.title) ? text.title : trimEnd(cut(text.title, shares.title));
  if (shares.body > 0 && fits(body, shares.body)) return [{ title, body }];
  if (mode === 'truncate') return [{ title, body: trimPiece(cut(body, shares.body)) }];
  const { amalgamateTitle, displayTitleOnce = amalgamateTitle && shares.body < rules.displayCountThreshold } = rules;
  const once = displayTitleOnce || (amalgamateTitle && shares.body <= 0);
  return (once ? splitUnderOneTitle : splitUnderTitles)({ title, body }, shares, rules, format);
}
