import { trimStart } from '../../whitespace.ts';
import {
  append,
  chunksOf,
  createBlock,
  INDENT,
  lastChild,
  Source,
  type Block,
  type Context,
  type Rule,
} from './blocks.ts';

const ITEM = /^ {0,3}(?:\d+\.|[*+-]) +/;
const INDENTED_ITEM = /^ {4,7}(?:\d+\.|[*+-]) +/;

const isList = (block: Block | undefined): block is Block => block?.tag === 'ul' || block?.tag === 'ol';

/** The text of a list as texts of items; indented items belong together, to the item before them. */
function itemsOf(text: string): string[] {
  const items: string[][] = [];
  for (const line of text.split('\n')) {
    const mark = ITEM.exec(line)?.[0];
    const last = items.at(-1);
    if (mark !== undefined) items.push([line.slice(mark.length)]);
    else if (last && (last[0]?.startsWith(INDENT) || !INDENTED_ITEM.test(line))) last.push(line);
    else items.push([line]);
  }
  return items.map((lines) => lines.join('\n'));
}

/** Makes a paragraph of the text of an item: there is an empty line behind it. */
function loosen(item: Block): void {
  if (item.text === '') return;
  item.children.unshift(createBlock('p', item.text));
  item.text = '';
}

/** Goes on with a list behind an empty line: both the item before it and the next one have paragraphs. */
function continueLoosely(block: Block, item: string, { readInto }: Context): void {
  const before = lastChild(block);
  if (before) {
    loosen(before);
    const last = lastChild(before);
    if (last && last.tail !== '') {
      append(before, 'p', trimStart(last.tail));
      last.tail = '';
    }
  }
  readInto(append(block, 'li'), [new Source(item)], 'plain');
}

const list =
  (tag: 'ol' | 'ul', mark: RegExp): Rule =>
  ({ text }, context) => {
    if (!mark.test(text)) return false;
    const { parent, readInto } = context;
    const items = itemsOf(text);
    const sibling = lastChild(parent);
    const block = [sibling, parent].find(isList) ?? append(parent, tag);
    if (block === sibling) continueLoosely(block, items.shift() ?? '', context);
    for (const item of items) {
      const last = item.startsWith(INDENT) ? lastChild(block) : undefined;
      readInto(last ?? append(block, 'li'), [new Source(item)], 'tight');
    }
    return true;
  };

export const orderedList = list('ol', /^ {0,3}\d+\. +/);
export const bulletList = list('ul', /^ {0,3}[*+-] +/);

/** The item or list that text indented so far belongs to, and how many levels down that is. */
function findLevel(context: Context, indent: number): { readonly level: number; readonly block: Block } {
  // In a tight list we are one level down already.
  let level = context.mode === 'tight' ? 1 : 0;
  let block = context.parent;
  while (indent > level) {
    const child = lastChild(block);
    if (!child || !['ul', 'ol', 'li'].includes(child.tag)) break;
    if (isList(child)) level++;
    block = child;
  }
  return { level, block };
}

/** Indented text behind a list belongs to the last item of the level it is indented to. */
export const indented: Rule = ({ text }, context) => {
  const { parent, mode, readInto } = context;
  if (!text.startsWith(INDENT) || mode === 'unindented') return false;
  const sibling = lastChild(parent);
  if (parent.tag !== 'li' && !isList(sibling)) return false;
  const indent = Math.floor((/^ +/.exec(text)?.[0].length ?? 0) / INDENT.length);
  const { level, block } = findLevel(context, indent);
  const prefix = INDENT.repeat(level);
  const content = text
    .split('\n')
    .map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : line))
    .join('\n');
  const last = lastChild(block);
  if (parent.tag === 'li') readInto(isList(sibling) ? sibling : parent, [new Source(content)], 'unindented');
  else if (block.tag === 'li') readInto(block, [new Source(content)], 'unindented');
  else if (last?.tag === 'li') {
    loosen(last);
    readInto(last, chunksOf(content), 'unindented');
  } else readInto(append(block, 'li'), [new Source(content)], 'unindented');
  return true;
};
