const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The characters that are written by name in practice; a table of all of Unicode's names would weigh a megabyte. */
const NAMED: Readonly<Record<string, string>> = {
  AMPERSAND: '&',
  BULLET: '•',
  'CHECK MARK': '✓',
  'COPYRIGHT SIGN': '©',
  'DEGREE SIGN': '°',
  'EM DASH': '—',
  'EN DASH': '–',
  'EURO SIGN': '€',
  'HEAVY CHECK MARK': '✔',
  'HORIZONTAL ELLIPSIS': '…',
  'LEFT DOUBLE QUOTATION MARK': '“',
  'LEFT SINGLE QUOTATION MARK': '‘',
  'LEFTWARDS ARROW': '←',
  'MIDDLE DOT': '·',
  'NO-BREAK SPACE': '\xa0',
  'POUND SIGN': '£',
  'RIGHT DOUBLE QUOTATION MARK': '”',
  'RIGHT SINGLE QUOTATION MARK': '’',
  'RIGHTWARDS ARROW': '→',
  SNOWMAN: '☃',
  'SECTION SIGN': '§',
  SPACE: ' ',
  'WARNING SIGN': '⚠',
  'ZERO WIDTH SPACE': '\u200b',
};

const ESCAPE =
  /\\(?:([\n\\'"abfnrtv])|([0-7]{1,3})|(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|N\{([^}]{1,40})\})/g;

/** The text with Python's escapes for string literals replaced; whatever is no valid escape stays as it is. */
export function interpretEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    ESCAPE,
    (whole, simple?: string, octal?: string, two?: string, four?: string, eight?: string, name?: string) => {
      if (simple !== undefined) return SIMPLE[simple] ?? whole;
      if (name !== undefined) return NAMED[name.toUpperCase()] ?? whole;
      const code = octal === undefined ? Number.parseInt(two ?? four ?? eight ?? '', 16) : Number.parseInt(octal, 8);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
