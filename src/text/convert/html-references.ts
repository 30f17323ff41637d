import { LEGACY_REFERENCES, NAMED_REFERENCES } from './html-references-table.ts';

interface Names {
  readonly all: ReadonlyMap<string, string>;
  /** Understood without a semicolon, too. */
  readonly legacy: ReadonlySet<string>;
}

interface Reference {
  readonly character: string;
  readonly end: number;
}

const LONGEST_NAME = 31;
const LONGEST_LEGACY_NAME = 6;
const SHORTEST_LEGACY_NAME = 2;
const HIGHEST_CODE_POINT = 0x10ffff;

const NUMBER = /#(?:([0-9]+)|[xX]([0-9a-fA-F]+));?/y;

/** What browsers make of the references 0x80 to 0x9f: the characters of Windows-1252. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** What HTML does not let a reference make: controls and noncharacters. */
const FORBIDDEN = /[\x01-\x08\x0b\x0e-\x1f\x7f\p{Noncharacter_Code_Point}]/u;

let names: Names | undefined;

function readNames(): Names {
  const all = new Map<string, string>();
  for (const entry of NAMED_REFERENCES.trim().split(/\s/)) {
    const [name = '', codes = ''] = entry.split('=');
    all.set(name, String.fromCodePoint(...codes.split('+').map((code) => Number.parseInt(code, 16))));
  }
  return { all, legacy: new Set(LEGACY_REFERENCES.trim().split(/\s/)) };
}

const isLetterOrDigit = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);

function characterOf(code: number): string {
  if (code === 0 || code > HIGHEST_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd';
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252.charAt(code - 0x80);
  const character = String.fromCodePoint(code);
  return FORBIDDEN.test(character) ? '' : character;
}

function readReference(text: string, ampersand: number): Reference | undefined {
  const start = ampersand + 1;
  if (text[start] === '#') {
    NUMBER.lastIndex = start;
    const match = NUMBER.exec(text);
    if (!match) return undefined;
    const [whole, decimal, hexadecimal = ''] = match;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number.parseInt(decimal, 10);
    return { character: characterOf(code), end: start + whole.length };
  }
  const { all, legacy } = (names ??= readNames());
  let end = start;
  while (isLetterOrDigit(text.charCodeAt(end)) && end - start < LONGEST_NAME) end++;
  const name = text.slice(start, end);
  const character = text[end] === ';' ? all.get(name) : undefined;
  if (character !== undefined) return { character, end: end + 1 };
  for (let length = Math.min(name.length, LONGEST_LEGACY_NAME); length >= SHORTEST_LEGACY_NAME; length--) {
    const prefix = name.slice(0, length);
    if (legacy.has(prefix)) return { character: all.get(prefix) ?? '', end: start + length };
  }
  return undefined;
}

/** The text with its character references replaced by the characters, as browsers do it. */
export function decodeReferences(text: string): string {
  let ampersand = text.indexOf('&');
  if (ampersand < 0) return text;
  let decoded = '';
  let done = 0;
  while (ampersand >= 0) {
    const reference = readReference(text, ampersand);
    if (reference) {
      decoded += text.slice(done, ampersand) + reference.character;
      done = reference.end;
    }
    ampersand = text.indexOf('&', reference ? done : ampersand + 1);
  }
  return decoded + text.slice(done);
}
