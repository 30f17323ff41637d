import { EMOJI_TABLE } from './emoji-table.ts';

interface EmojiIndex {
  readonly emojis: ReadonlyMap<string, string>;
  readonly longestName: number;
}

let index: EmojiIndex | undefined;

function readTable(): EmojiIndex {
  const emojis = new Map<string, string>();
  for (const entry of EMOJI_TABLE.split('|')) {
    const [emoji = '', ...names] = entry.trim().split(' ');
    for (const name of names) emojis.set(name, emoji);
  }
  return { emojis, longestName: Math.max(...Array.from(emojis.keys(), (name) => name.length)) };
}

/** Case is ignored as Unicode folds it: a long s is an s, and so are the i's of Turkish. */
const fold = (name: string): string => name.replace(/ſ/g, 's').replace(/[ıİ]/g, 'i').toLowerCase();

/** The text with each `:name:` of a known emoji replaced, from left to right; unknown names stay. */
export function interpretEmojis(text: string): string {
  let open = text.indexOf(':');
  if (open < 0) return text;
  const { emojis, longestName } = (index ??= readTable());
  let result = '';
  let done = 0;
  for (let close = text.indexOf(':', open + 1); close >= 0; close = text.indexOf(':', open + 1)) {
    const emoji = close - open - 1 <= longestName ? emojis.get(fold(text.slice(open + 1, close))) : undefined;
    if (emoji === undefined) {
      open = close;
      continue;
    }
    result += text.slice(done, open) + emoji;
    done = close + 1;
    open = text.indexOf(':', done);
    if (open < 0) break;
  }
  return result + text.slice(done);
}
