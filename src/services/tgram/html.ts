/** What becomes of a tag: text in its place, line breaks at its sides, and white space around it that is left out. */
interface Rewriting {
  readonly text: string;
  readonly breaks?: 'before' | 'after';
  readonly trims?: 'around' | 'after';
}

const DROP: Rewriting = { text: '', trims: 'around' };
const BREAK: Rewriting = { text: '', breaks: 'after' };
const KEEP_SPACE: Rewriting = { text: '' };

const HEADING = /^(?:h[1-6]|title)$/;
const BREAKING = new Set(['br', 'hr', 'ol', 'ul']);
const BREAKING_END = new Set(['br', 'div', 'hr', 'li', 'p']);
/** Elements unknown to Telegram of which only the content is shown: https://core.telegram.org/bots/api#html-style */
const DROPPED = new Set(
  '!doctype body div form head html iframe input link meta ol p script select source textarea ul'.split(' '),
);
const DROPPED_INLINE = new Set(['font', 'label', 'span']);
const RENAMED: Readonly<Record<string, string>> = { strong: 'b', caption: 'i', em: 'i' };

function rewrite(name: string, isEnd: boolean, hasHeadings: boolean): Rewriting | undefined {
  const known = Object.hasOwn(RENAMED, name) ? RENAMED[name] : undefined;
  if (known !== undefined) return { text: `<${isEnd ? '/' : ''}${known}>` };
  if (HEADING.test(name)) {
    const text = isEnd ? '</b>' : '<b>';
    return hasHeadings ? { text, trims: 'around', breaks: isEnd ? 'after' : 'before' } : { text, trims: 'around' };
  }
  if ((isEnd ? BREAKING_END : BREAKING).has(name)) return BREAK;
  if (name === 'li') return { text: ' -', trims: 'after' };
  if (DROPPED.has(name)) return DROP;
  return DROPPED_INLINE.has(name) ? KEEP_SPACE : undefined;
}

/** Text as it grows. */
class Output {
  text = '';
  #omitsSpace = false;

  add(text: string): void {
    const shown = this.#omitsSpace ? text.trimStart() : text;
    if (shown === '') return;
    this.text += shown;
    this.#omitsSpace = false;
  }

  break(): void {
    this.text = `${this.text.trimEnd()}\r\n`;
    this.#omitsSpace = true;
  }

  write({ text, breaks, trims }: Rewriting): void {
    if (breaks === 'before') this.break();
    this.add(text);
    if (breaks === 'after') this.break();
    if (trims) this.#omitsSpace = true;
  }
}

const TAG = /<!--|<\s*(\/?)\s*(!doctype|[a-z][a-z0-9]*)(?:[^a-z0-9<>][^<>]*)?>/gi;
const REFERENCES: Readonly<Record<string, string>> = { nbsp: ' ', emsp: '   ', apos: "'", quot: '"' };

/** HTML with the tags that Telegram knows; headings are set off by lines of their own if they are known to be headings. */
export function toTelegramHtml(html: string, hasHeadings: boolean): string {
  const output = new Output();
  const lastCommentEnd = html.lastIndexOf('-->');
  let done = 0;
  for (const { index, 0: tag, 1: slash, 2: name } of html.matchAll(TAG)) {
    if (index < done) continue;
    if (name === undefined && index > lastCommentEnd) continue;
    const rewriting = name === undefined ? DROP : rewrite(name.toLowerCase(), slash !== '', hasHeadings);
    if (!rewriting) continue;
    const before = html.slice(done, index);
    output.add(rewriting.trims === 'around' ? before.trimEnd() : before);
    output.write(rewriting);
    done = name === undefined ? html.indexOf('-->', index) + '-->'.length : index + tag.length;
  }
  output.add(html.slice(done));
  return output.text
    .replace(/&(nbsp|emsp|apos|quot);?/gi, (_, name: string) => REFERENCES[name.toLowerCase()] ?? '')
    .replace(/[\r\n]+/g, (run) => (/\n[\r\n]/.test(run) ? '\r\n' : run));
}
