import { isBlank, trimEnd } from '../../whitespace.ts';
import type { Block } from './blocks.ts';
import type { Inline } from './inline.ts';
import { isBlockHtml } from './raw-html.ts';
import { escapeTags } from '../../xml.ts';
import { startsWithElement } from './stash.ts';

function renderText({ text, children }: Block, inline: Inline): string {
  if (isBlank(text)) return children.length > 0 ? '\n' : '';
  return inline.toHtml(text);
}

function renderTail({ tail }: Block, inline: Inline): string {
  if (isBlank(tail)) return '\n';
  const replaced = inline.replace(tail);
  return (startsWithElement(replaced) ? '\n' : '') + inline.stash.toHtml(replaced);
}

/** The block, and what is right behind it, as HTML. */
function renderBlock(block: Block, inline: Inline): string {
  const { tag, attributes, text, code } = block;
  const tail = renderTail(block, inline);
  if (tag === 'hr') return `<hr />${tail}`;
  if (tag === 'pre') return `<pre><code>${escapeTags(trimEnd(code))}\n</code></pre>${tail}`;
  if (tag === 'p') {
    const replaced = inline.replace(text);
    const node = inline.stash.only(replaced);
    if (node && isBlockHtml(node.html)) return node.html + tail;
    return `<p>${inline.stash.toHtml(replaced)}</p>${tail}`;
  }
  return `<${tag}${attributes}>${renderText(block, inline)}${renderBlocks(block, inline)}</${tag}>${tail}`;
}

/** The blocks within a block as HTML. */
export const renderBlocks = ({ children }: Block, inline: Inline): string =>
  children.map((block) => renderBlock(block, inline)).join('');
