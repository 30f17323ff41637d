const LARGE_WHITESPACE = String.raw`\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;

/** A run of white space, Unicode's or an ASCII separator, that is not one blank already. */
const UNEVEN_SPACE = new RegExp(` [ ${LARGE_WHITESPACE}]+|[${LARGE_WHITESPACE}][ ${LARGE_WHITESPACE}]*`, 'g');

const BLANK = 0x20;
const OTHER_WHITESPACE = new Set([0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]);

const isLargeWhitespace = (code: number): boolean => (code >= 0x2000 && code <= 0x200a) || OTHER_WHITESPACE.has(code);

/** Whether the UTF-16 unit is white space: Unicode's, or an ASCII separator. */
export const isWhitespace = (code: number): boolean =>
  code <= BLANK
    ? code === BLANK || (code >= 0x09 && code <= 0x0d) || code >= 0x1c
    : code >= 0x85 && isLargeWhitespace(code);

function contentEnd(text: string): number {
  let end = text.length;
  while (end > 0 && isWhitespace(text.charCodeAt(end - 1))) end--;
  return end;
}

/** The text without white space at its end. */
export const trimEnd = (text: string): string => text.slice(0, contentEnd(text));

/** The text without white space at its beginning. */
export function trimStart(text: string): string {
  let start = 0;
  while (start < text.length && isWhitespace(text.charCodeAt(start))) start++;
  return text.slice(start);
}

/** The text without white space at both ends. */
export const trim = (text: string): string => trimStart(trimEnd(text));

/** Whether the text has nothing but white space. */
export const isBlank = (text: string): boolean => contentEnd(text) === 0;

/** The text with each run of white space as one blank. */
export function collapseWhitespace(text: string): string {
  let afterBlank = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isSpace = isWhitespace(code);
    if (isSpace && (afterBlank || code !== BLANK)) return text.replace(UNEVEN_SPACE, ' ');
    afterBlank = isSpace;
  }
  return text;
}
