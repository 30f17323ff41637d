import { trim } from '../text/whitespace.ts';

export const CONFIG_FORMATS = ['text', 'yaml'] as const;
export type ConfigFormat = (typeof CONFIG_FORMATS)[number];

/** The content without the mark that some editors put before UTF-8. */
export const withoutByteOrderMark = (content: string): string =>
  content.startsWith('\ufeff') ? content.slice(1) : content;

/** The lines of a text; a carriage return alone ends no line. */
export const splitLines = (content: string): string[] =>
  content.split('\n').map((line, index, { length }) => (index < length - 1 ? withoutReturns(line) : line));

function withoutReturns(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(0, end);
}

/** Says nothing: blank lines and comments. */
const SKIPPED = /^(?:[#;]|$)/;
const TEXT = /^(?:[a-z\d \t,_:-]+=)?[a-z\d]+:\/\//i;
const YAML = /^(?:[a-z\d]+:|%[A-Z]+ )/i;

/** The format of a configuration: its first line that is neither empty nor a comment tells; undefined if it does not. */
export function detectFormat(content: string): ConfigFormat | undefined {
  for (const line of splitLines(withoutByteOrderMark(content))) {
    const text = trim(line);
    if (SKIPPED.test(text)) continue;
    if (TEXT.test(text)) return 'text';
    return YAML.test(text) ? 'yaml' : undefined;
  }
  return 'text';
}
