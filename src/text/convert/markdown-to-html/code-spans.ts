import { trim } from '../../whitespace.ts';
import { RunFinder } from '../backticks.ts';
import { escapeTags } from '../../xml.ts';
import type { Stash } from './stash.ts';

const BACKSLASH = { html: '\\', text: '\\', source: '\\\\' };

/** The text with code between runs of backticks of the same length replaced by placeholders. */
export function replaceCodeSpans(text: string, stash: Stash): string {
  const marks = Array.from(text.matchAll(/\\+|`+/g), ({ 0: run, index }) => ({
    run,
    start: index,
    length: run.length,
  }));
  const runs = marks.filter(({ run }) => run.startsWith('`'));
  const finder = new RunFinder(runs);
  let replaced = '';
  let from = 0;
  for (const [index, { run, start, length }] of marks.entries()) {
    if (start < from || run.startsWith('\\')) continue;
    const before = marks[index - 1];
    const backslashes = before?.run.startsWith('\\') && before.start + before.length === start ? before.length : 0;
    const isEscaped = backslashes % 2 === 1;
    if (backslashes > 0 && !isEscaped) {
      replaced += text.slice(from, start - backslashes) + stash.text(BACKSLASH).repeat(backslashes / 2);
      from = start;
    }
    const open = isEscaped ? start + 1 : start;
    // Where no run is as long, the code begins with some of the backticks.
    for (let width = start + length - open; width > 0; width--) {
      const close = finder.find(width, start + length);
      if (close === undefined) continue;
      const code = escapeTags(trim(text.slice(open + width, close)));
      replaced += text.slice(from, open) + stash.element({ html: `<code>${code}</code>`, text: code });
      from = close + width;
      break;
    }
  }
  return replaced + text.slice(from);
}
