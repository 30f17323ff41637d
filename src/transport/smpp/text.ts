/** The default alphabet of GSM 03.38, by its codes; 0x1B introduces what stands in the extension. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const ESCAPE = 0x1b;
const EXTENSION: Readonly<Record<string, number>> = {
  '\f': 0x0a,
  '^': 0x14,
  '{': 0x28,
  '}': 0x29,
  '\\': 0x2f,
  '[': 0x3c,
  '~': 0x3d,
  ']': 0x3e,
  '|': 0x40,
  '€': 0x65,
};

const CODES = new Map<string, readonly number[]>([
  ...Array.from(BASIC, (character, code): [string, number[]] => [character, [code]]),
  ...Object.entries(EXTENSION).map(([character, code]): [string, number[]] => [character, [ESCAPE, code]]),
]);
CODES.delete(String.fromCharCode(ESCAPE));

const utf16 = (character: string): number[] =>
  Array.from({ length: character.length }, (_, index) => character.charCodeAt(index)).flatMap((unit) => [
    unit >> 8,
    unit & 255,
  ]);

/** Codings of texts, and how many bytes go into a message alone and into one of several. */
const GSM = { coding: 0, alone: 160, together: 153 } as const;
const UCS2 = { coding: 8, alone: 140, together: 134 } as const;

export interface TextParts {
  readonly coding: number;
  /** What goes into each message, without the header that puts them together. */
  readonly parts: readonly Uint8Array[];
}

/** A text as short messages carry it: in the alphabet of GSM if that has all of its characters, cut to their size. */
export function encodeText(text: string): TextParts {
  const characters = Array.from(text.toWellFormed());
  const isGsm = characters.every((character) => CODES.has(character));
  const { coding, alone, together } = isGsm ? GSM : UCS2;
  const encoded = characters.map((character) => (isGsm ? (CODES.get(character) ?? []) : utf16(character)));
  if (encoded.reduce((sum, codes) => sum + codes.length, 0) <= alone)
    return { coding, parts: [Uint8Array.from(encoded.flat())] };
  const parts: number[][] = [[]];
  for (const codes of encoded) {
    if (parts.at(-1)!.length + codes.length > together) parts.push([]);
    parts.at(-1)!.push(...codes);
  }
  return { coding, parts: parts.map((part) => Uint8Array.from(part)) };
}
