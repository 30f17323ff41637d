import { countCodePoints } from './code-points.ts';
import { convert } from './convert/index.ts';
import { htmlToMarkdown } from './convert/html-to-markdown/index.ts';
import { DIALECT_SIGNS, DialectWriter, type Dialect } from './dialect.ts';
import { interpretEmojis } from './emojis.ts';
import { interpretEscapes } from './escapes.ts';
import { foldTitle, type PreparedText } from './fold.ts';
import type { Format } from './format.ts';
import { applyOverflow, type OverflowMode, type OverflowRules } from './overflow.ts';
import { trim, trimEnd } from './whitespace.ts';

export type { PreparedText } from './fold.ts';

/** A message as a caller writes it. */
export interface WrittenText extends PreparedText {
  /** Undefined if the caller did not say: then it is taken for the format of each service. */
  readonly format: Format | undefined;
}

/** How one service wants its messages. */
export interface PrepareOptions {
  readonly rules: OverflowRules;
  readonly mode: OverflowMode;
  /** Replace `:name:` by emojis. */
  readonly emojis: boolean;
  /** Replace escapes such as `\n`. */
  readonly escapes: boolean;
  /** What Markdown made of HTML is written in. */
  readonly dialect?: Dialect | undefined;
}

/** The format a converted body is in: two pairs of formats have no conversion. */
function formatOf(written: Format | undefined, wanted: Format): Format {
  if (written === undefined || written === 'html' || wanted === 'html') return wanted;
  return written;
}

/** The pieces of a text in a dialect, cut as short as it takes for them to be within the limit when they are written in it. */
function inDialect(shown: PreparedText, dialect: Dialect, rules: OverflowRules, mode: OverflowMode): PreparedText[] {
  for (let room = rules.bodyLength; ;) {
    const writer = new DialectWriter(dialect);
    const pieces = applyOverflow(shown, { ...rules, bodyLength: room }, mode, 'markdown').map(({ title, body }) => ({
      title,
      body: writer.write(body),
    }));
    const longest = pieces.reduce((length, { body }) => Math.max(length, countCodePoints(body)), 0);
    if (mode === 'upstream' || longest <= rules.bodyLength || room <= 1) return pieces;
    room = Math.max(1, Math.floor(room * Math.min(rules.bodyLength / longest, 0.9)));
  }
}

/** The messages to send to a service, in order: converted, replaced, trimmed, and within its limits. */
export function prepareText(text: WrittenText, options: PrepareOptions): PreparedText[] {
  const { rules, mode, emojis, escapes } = options;
  const { format } = rules;
  const dialect = text.format === 'html' && format === 'markdown' ? options.dialect : undefined;
  const hasTitles = rules.titleLength > 0;
  const converted = (content: string): string =>
    dialect ? htmlToMarkdown(content, DIALECT_SIGNS) : convert(content, text.format, format);
  const interpret = (content: string): string => {
    const unescaped = escapes ? interpretEscapes(content) : content;
    return emojis ? interpretEmojis(unescaped) : unescaped;
  };
  const title = trim(interpret(hasTitles ? text.title : converted(text.title)));
  const body = trimEnd(interpret(converted(text.body)));
  const style = { ...rules, heading: dialect?.heading };
  const shown = hasTitles ? { title, body } : { title: '', body: foldTitle({ title, body }, style, text.format) };
  return dialect
    ? inDialect(shown, dialect, rules, mode)
    : applyOverflow(shown, rules, mode, formatOf(text.format, format));
}
