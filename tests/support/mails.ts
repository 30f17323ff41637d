/** A message, or a part of one, as a mail program understands it. */
export interface ReadPart {
  /** In order, names in lower case, decoded. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly parts: readonly ReadPart[];
  readonly content: Buffer;
  /** As it stands in the message, without the line break before the next boundary. */
  readonly source: string;
}

const decodeWord = (encoded: string): Buffer => Buffer.from(encoded, 'base64');

/** RFC 2047, of which only base64 is written: neighbouring words are one text. */
const decodeWords = (text: string): string =>
  text.replace(/=\?utf-8\?b\?[^?]*\?=(?:\s+=\?utf-8\?b\?[^?]*\?=)*/g, (words) =>
    Buffer.concat(Array.from(words.matchAll(/\?b\?([^?]*)\?=/g), ([, word = '']) => decodeWord(word))).toString(),
  );

const decodeQuoted = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

function decodeContent(encoding: string | undefined, text: string): Buffer {
  if (encoding === 'base64') return Buffer.from(text, 'base64');
  return encoding === 'quoted-printable' ? decodeQuoted(text) : Buffer.from(text, 'latin1');
}

/** The value of a header, or of one that is not there. */
export const headerOf = ({ headers }: ReadPart, wanted: string): string | undefined =>
  headers.find(([name]) => name === wanted.toLowerCase())?.[1];

/** Reads a message; its lines end with CRLF, or with LF as on disk. */
export function readMail(source: string): ReadPart {
  const text = source.replace(/\r?\n/g, '\r\n');
  const end = text.indexOf('\r\n\r\n');
  const headers = text
    .slice(0, end)
    .split(/\r\n(?![ \t])/)
    .map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).replace(/\r\n/g, '')).trim()];
    });
  const body = text.slice(end + 4);
  const part: ReadPart = { headers, parts: [], content: Buffer.alloc(0), source: text };
  const boundary = /boundary="([^"]+)"/.exec(headerOf(part, 'content-type') ?? '')?.[1];
  if (boundary === undefined)
    return { ...part, content: decodeContent(headerOf(part, 'content-transfer-encoding'), body) };
  const [, ...pieces] = `\r\n${body}`.split(`\r\n--${boundary}`);
  return { ...part, parts: pieces.slice(0, -1).map((piece) => readMail(piece.slice(2))) };
}

/** RFC 2231, or a parameter in quotes. */
export function filenameOf(part: ReadPart): string | undefined {
  const disposition = headerOf(part, 'content-disposition') ?? '';
  const plain = /filename="((?:[^"\\]|\\.)*)"/.exec(disposition)?.[1];
  if (plain !== undefined) return plain.replace(/\\(.)/g, '$1');
  const pieces = Array.from(disposition.matchAll(/filename(?:\*\d+)?\*=(?:utf-8'')?([^;]*)/g), ([, piece]) => piece);
  return pieces.length > 0 ? decodeURIComponent(pieces.join('')) : undefined;
}
