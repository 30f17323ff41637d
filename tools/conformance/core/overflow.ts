import { advance, countCodePoints } from '../../../src/text/code-points.ts';
import { foldTitle } from '../../../src/text/fold.ts';
import type { Format } from '../../../src/text/format.ts';
import { applyOverflow, type OverflowMode, type OverflowRules } from '../../../src/text/overflow.ts';
import { beforeLink, beforeReference, splitText } from '../../../src/text/split.ts';
import { trim, trimEnd } from '../../../src/text/whitespace.ts';
import type { Row } from './judge.ts';

interface ServiceInput {
  readonly title_maxlen?: number;
  readonly body_maxlen?: number;
  readonly body_max_line_count?: number;
  readonly notify_format?: Format;
  readonly overflow_buffer?: number;
  readonly overflow_amalgamate_title?: boolean;
  readonly overflow_display_title_once?: boolean | null;
  readonly overflow_display_count_threshold?: number;
  readonly overflow_max_display_count_width?: number;
  readonly default_html_tag_id?: string;
}

interface Input {
  readonly service: ServiceInput;
  readonly mode: OverflowMode;
  readonly title: string | null;
  readonly body: string | null;
  readonly body_format?: Format;
  readonly text: string;
  readonly limit: number;
  readonly format: Format;
  readonly start: number;
  readonly at: number;
}

const rulesOf = (service: ServiceInput): OverflowRules => ({
  titleLength: service.title_maxlen ?? 250,
  bodyLength: service.body_maxlen ?? 32_768,
  bodyLines: service.body_max_line_count ?? 0,
  buffer: service.overflow_buffer ?? 0,
  amalgamateTitle: service.overflow_amalgamate_title ?? false,
  displayTitleOnce: service.overflow_display_title_once ?? undefined,
  displayCountThreshold: service.overflow_display_count_threshold ?? 130,
  maxDisplayCountWidth: service.overflow_max_display_count_width ?? 12,
  format: service.notify_format ?? 'text',
  titleTag: service.default_html_tag_id ?? 'b',
});

/** The rows say what the body is written in, so nothing is converted here. */
function apply({ service, mode, title, body, body_format: format }: Input): unknown {
  const rules = rulesOf(service);
  const text = { title: trim(title ?? ''), body: trimEnd(body ?? '') };
  const shown = rules.titleLength > 0 ? text : { title: '', body: foldTitle(text, rules, format) };
  return applyOverflow(shown, rules, mode, format ?? rules.format);
}

/** Where a cut is moved to; rows count code points. */
function adjust(move: typeof beforeLink, { text, start, at }: Input): number {
  const moved = move(text, advance(text, 0, start), advance(text, 0, at));
  return at > countCodePoints(text) ? at : countCodePoints(text.slice(0, moved));
}

export const judge = ({ kind, in: input }: Row<Input>): unknown => {
  if (kind === 'apply') return apply(input);
  if (kind === 'smart_split') return splitText(input.text, input.limit, input.format);
  return adjust(kind === 'html_adjust' ? beforeReference : beforeLink, input);
};
