import { quote } from '../text/percent.ts';
import { http } from './http.ts';
import type { Attachment } from './message.ts';
import { quoteName, type Mailbox, type MimePart, type WrittenPart } from './mime.ts';

/** A piece of an encoded message: ASCII text, or a file whose content follows in base64. */
export type MimeChunk = string | Attachment;

/** RFC 2045 and RFC 2047 allow no longer lines. */
const MAX_COLUMNS = 76;
/** RFC 5322 allows no longer lines even where nothing can be folded. */
const MAX_WORD = 900;
/** Of a name or a parameter that is written as it is. */
const MAX_PLAIN = 60;

/** Control characters, line breaks among them, become blanks: no value can begin another header. */
const oneLine = (text: string): string => text.replace(/[\u0000-\u001F\u007F-\u009F]+/g, ' ').trim();

const isPlain = (text: string, maxWord: number): boolean =>
  /^[ -~]*$/.test(text) && !text.includes('=?') && text.split(' ').every((word) => word.length <= maxWord);

const encodedWord = (text: string): string => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`;

/** RFC 2047: the text in words that fit into lines, the first into one that is begun; no character is cut in two. */
function encodedWords(text: string, column = 1): string[] {
  const words: string[] = [];
  let piece = '';
  let free = MAX_COLUMNS - column;
  for (const character of text) {
    if (piece !== '' && encodedWord(piece + character).length > free) {
      words.push(encodedWord(piece));
      piece = '';
      free = MAX_COLUMNS - 1;
    }
    piece += character;
  }
  return [...words, encodedWord(piece)];
}

/** A header whose lines are broken between words. */
function foldHeader(name: string, words: readonly string[]): string {
  let header = `${name}:`;
  let column = header.length;
  for (const word of words) {
    const breaks = word !== '' && column + 1 + word.length > MAX_COLUMNS;
    header += breaks ? `\r\n ${word}` : ` ${word}`;
    column = (breaks ? 0 : column) + 1 + word.length;
  }
  return `${header}\r\n`;
}

function nameWords(name: string): string[] {
  const text = oneLine(name);
  if (text === '') return [];
  if (!isPlain(text, MAX_PLAIN)) return encodedWords(text);
  const quoted = quoteName(text);
  if (quoted === text) return text.split(' ');
  return quoted.length <= MAX_COLUMNS ? [quoted] : encodedWords(text);
}

const mailboxWords = ({ name = '', address }: Mailbox): string[] => {
  const words = nameWords(name);
  const bare = address.replace(/[^!-~]/g, '');
  return [...words, words.length > 0 ? `<${bare}>` : bare];
};

/** A mailbox as a header has it. */
export const encodeMailbox = (mailbox: Mailbox): string => mailboxWords(mailbox).join(' ');

/** The words of addresses, a comma after each but the last. */
const addressWords = (mailboxes: readonly Mailbox[]): string[] =>
  mailboxes.flatMap((mailbox, index) => {
    const words = mailboxWords(mailbox);
    return index + 1 < mailboxes.length ? [...words.slice(0, -1), `${words.at(-1)},`] : words;
  });

function textWords(text: string, column: number): string[] {
  const line = oneLine(text);
  return isPlain(line, MAX_WORD) ? line.split(' ') : encodedWords(line, column);
}

/** The headers of a message but those that say how it is encoded, which are not for others to say. */
function messageHeaders({ headers = [] }: MimePart): string {
  return headers
    .map(([name, value]): [string, typeof value] => [name.replace(/[^!-9;-~]/g, ''), value])
    .filter(([name]) => name !== '' && !/^(?:content-|mime-version$)/i.test(name))
    .map(([name, value]) =>
      foldHeader(name, typeof value === 'string' ? textWords(value, name.length + 2) : addressWords(value)),
    )
    .join('');
}

/** RFC 2231: a parameter in quotes, or percent-encoded in as many pieces as it takes. */
function parameter(name: string, value: string): string {
  const text = oneLine(value);
  if (isPlain(text, MAX_PLAIN) && text.length <= MAX_PLAIN) return `${name}="${text.replace(/["\\]/g, '\\$&')}"`;
  const pieces = quote(text, '').match(/(?:%..|[^%]){1,16}/g) ?? [];
  if (pieces.length === 1) return `${name}*=utf-8''${pieces[0]}`;
  return pieces.map((piece, index) => `${name}*${index}*=${index === 0 ? "utf-8''" : ''}${piece}`).join(';\r\n ');
}

const MEDIA_TYPE = /^[a-z\d!#$&^_.+-]+\/[a-z\d!#$&^_.+-]+$/i;

const toLines = (base64: string): string => (base64.match(/.{1,76}/g) ?? []).join('\r\n');

/** Bytes in base64, in lines as mail has them. */
export const base64Lines = (bytes: Uint8Array): string =>
  toLines(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'));

/** A line of quoted-printable, broken softly but never inside an escape. */
function softLines(line: string): string {
  const lines: string[] = [];
  let start = 0;
  while (line.length - start > MAX_COLUMNS) {
    const full = start + MAX_COLUMNS - 1;
    const escape = line.slice(full - 2, full).indexOf('=');
    const end = escape < 0 ? full : full - 2 + escape;
    lines.push(`${line.slice(start, end)}=`);
    start = end;
  }
  return [...lines, line.slice(start)].join('\r\n');
}

const escapeByte = (byte: string): string => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

const quotedPrintable = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) =>
      softLines(
        Buffer.from(line)
          .toString('latin1')
          .replace(/[^\t -<>-~]|[\t ]$/g, escapeByte),
      ),
    )
    .join('\r\n');

/** A text in the transfer encoding that makes less of it; where mostly ASCII, it stays readable. */
function encodeText(text: string): readonly [encoding: string, body: string] {
  const quoted = quotedPrintable(text);
  const encoded = base64Lines(Buffer.from(text));
  return quoted.length <= encoded.length ? ['quoted-printable', quoted] : ['base64', encoded];
}

/** Where a part stands among others and what it is called, as header lines. */
function placeHeaders({ disposition, filename, contentId }: MimePart): string {
  const named = filename === undefined ? '' : `;\r\n ${parameter('filename', filename)}`;
  const id = contentId?.replace(/[^!-;=?-~]/g, '');
  return (
    (disposition === undefined ? '' : `Content-Disposition: ${disposition}${named}\r\n`) +
    (id === undefined ? '' : `Content-ID: <${id}>\r\n`)
  );
}

type Parts = readonly (MimePart | WrittenPart)[];
const isMultipart = (content: MimePart['content']): content is Parts => Array.isArray(content);

function* encodePart(part: MimePart | WrittenPart, boundary: () => string): Generator<MimeChunk> {
  if ('written' in part) {
    yield part.written;
    return;
  }
  const { content, parameters = {} } = part;
  const type = MEDIA_TYPE.test(part.type) ? part.type : 'application/octet-stream';
  if (isMultipart(content)) {
    const mark = boundary();
    const further = Object.entries(parameters).map(([name, value]) => `;\r\n ${parameter(name, value)}`);
    yield `Content-Type: ${type};\r\n boundary="${mark}"${further.join('')}\r\n\r\n`;
    for (const inner of content) {
      yield `--${mark}\r\n`;
      yield* encodePart(inner, boundary);
      yield '\r\n';
    }
    yield `--${mark}--\r\n`;
    return;
  }
  const isText = typeof content === 'string';
  const [encoding, body] = isText ? encodeText(content) : (['base64', content] as const);
  yield (
    `Content-Type: ${type}${isText ? '; charset="utf-8"' : ''}\r\n` +
    `Content-Transfer-Encoding: ${encoding}\r\n${placeHeaders(part)}\r\n`
  );
  yield body instanceof Uint8Array ? base64Lines(body) : body;
}

/**
 * A message in the form in which mail is sent: headers folded and, where they are not ASCII, encoded; no line too long.
 * `boundary` gives another text of at most 60 letters, digits and `=_` each time; with `=_` in it no content can hold it.
 */
export function* encodeMime(message: MimePart, boundary: () => string): Generator<MimeChunk> {
  yield `${messageHeaders(message)}MIME-Version: 1.0\r\n`;
  yield* encodePart(message, boundary);
  yield '\r\n';
}

/** As `encodeMime`, for what stands within a message: it ends without a line break. */
export function* encodeMimePart(part: MimePart, boundary: () => string): Generator<MimeChunk> {
  yield messageHeaders(part);
  yield* encodePart(part, boundary);
}

/** As `encodeMime`, in one text; the definition must ask for its attachments `inline`. */
export const encodeMimeText = (message: MimePart, boundary: () => string): string =>
  Array.from(encodeMime(message, boundary), (chunk) =>
    typeof chunk === 'string' ? chunk : toLines(http.base64(chunk)),
  ).join('');
