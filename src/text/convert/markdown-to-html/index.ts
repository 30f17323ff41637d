import { isBlank, trim } from '../../whitespace.ts';
import { code, emptyLines, heading, paragraph, quote, reference, separator, underlinedHeading } from './block-rules.ts';
import { chunksOf, createBlock, readBlocks, type Rule } from './blocks.ts';
import { Inline } from './inline.ts';
import type { Target } from './links.ts';
import { bulletList, indented, orderedList } from './list-rules.ts';
import { extractRawHtml } from './raw-html.ts';
import { renderBlocks } from './render.ts';
import { Stash } from './stash.ts';
import { table } from './table-rule.ts';

const TAB_WIDTH = 4;

/** In the order of precedence. */
const RULES: readonly Rule[] = [
  emptyLines,
  indented,
  code,
  table,
  heading,
  underlinedHeading,
  separator,
  orderedList,
  bulletList,
  quote,
  reference,
  paragraph,
];

function expandTabs(line: string): string {
  let expanded = '';
  let column = 0;
  for (const character of line) {
    const width = character === '\t' ? TAB_WIDTH - (column % TAB_WIDTH) : 1;
    expanded += character === '\t' ? ' '.repeat(width) : character;
    column += width;
  }
  return expanded;
}

/** The text in lines without tabs and without the control characters of placeholders; lines of blanks are empty. */
function normalize(text: string): string {
  const lines = text.replace(/[\x02\x03]/g, '').split(/\r\n|\r|\n/);
  return [...lines, '', '']
    .map((line) => (line.includes('\t') ? expandTabs(line) : line))
    .map((line, index) => (index > 0 && /^ *$/.test(line) ? '' : line))
    .join('\n');
}

/**
 * Markdown as HTML, after the rules of Python-Markdown with every line break kept and with tables: raw HTML and all
 * kinds of addresses pass.
 */
export function markdownToHtml(markdown: string): string {
  if (isBlank(markdown)) return '';
  const stash = new Stash();
  const root = createBlock('div');
  const references = new Map<string, Target>();
  readBlocks(root, chunksOf(extractRawHtml(normalize(markdown), stash)), RULES, references);
  return trim(renderBlocks(root, new Inline(stash, references)));
}
