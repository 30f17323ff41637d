import { convert } from './convert/index.ts';
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
}

/** The format a converted body is in: two pairs of formats have no conversion. */
function formatOf(written: Format | undefined, wanted: Format): Format {
  if (written === undefined || written === 'html' || wanted === 'html') return wanted;
  return written;
}

/** The messages to send to a service, in order: converted, replaced, trimmed, and within its limits. */
export function prepareText(text: WrittenText, { rules, mode, emojis, escapes }: PrepareOptions): PreparedText[] {
  const { format } = rules;
  const hasTitles = rules.titleLength > 0;
  const interpret = (content: string): string => {
    const unescaped = escapes ? interpretEscapes(content) : content;
    return emojis ? interpretEmojis(unescaped) : unescaped;
  };
  const title = trim(interpret(hasTitles ? text.title : convert(text.title, text.format, format)));
  const body = trimEnd(interpret(convert(text.body, text.format, format)));
  const shown = hasTitles ? { title, body } : { title: '', body: foldTitle({ title, body }, rules, text.format) };
  return applyOverflow(shown, rules, mode, formatOf(text.format, format));
}
