import { digestOf, showText } from './digest.ts';

type Headers = ReadonlyMap<string, { readonly name: string; readonly value: string }>;

/** Left out of what rows show, for they say how a message is encoded or differ each time. */
const UNSHOWN = /^(?:content-|mime-version$|message-id$|date$)/;

const decodeWord = (text: string): string => Buffer.from(text, 'base64').toString();

/** A header's value without line breaks and with its encoded words decoded. */
const decodeHeader = (value: string): string =>
  value
    .replace(/\r\n(?=[ \t])/g, '')
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, text: string) => decodeWord(text))
    .trim();

function readHead(head: string): Headers {
  const lines = head.split(/\r\n(?![ \t])/).filter(Boolean);
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon);
      return [name.toLowerCase(), { name, value: decodeHeader(line.slice(colon + 1)) }];
    }),
  );
}

/** A parameter of a header, put together where it is percent-encoded in pieces. */
function parameterOf(value: string, name: string): string | undefined {
  const plain = new RegExp(`; *${name}="((?:\\\\.|[^"\\\\])*)"`, 'i').exec(value)?.[1];
  if (plain !== undefined) return plain.replace(/\\(.)/g, '$1');
  const pieces = Array.from(
    value.matchAll(new RegExp(`; *${name}(?:\\*\\d+)?\\*=([^;]+)`, 'gi')),
    ([, piece]) => piece,
  );
  return pieces.length > 0 ? decodeURIComponent(pieces.join('').replace(/^utf-8''/i, '')) : undefined;
}

const decodeQuoted = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([\dA-F]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16))),
    'latin1',
  );

function readPart(text: string): { headers: Headers; tree: Record<string, unknown> } {
  const end = text.indexOf('\r\n\r\n');
  const headers = readHead(text.slice(0, end));
  const content = text.slice(end + 4);
  const valueOf = (name: string): string => headers.get(name)?.value ?? '';
  const type = valueOf('content-type');
  const [contentType = ''] = type.split(';');
  const disposition = valueOf('content-disposition');
  const encoding = valueOf('content-transfer-encoding');
  const shown = [...headers]
    .filter(([key]) => !UNSHOWN.test(key))
    .map(([key, { name, value }]) => [name, key === 'cc' ? value.replaceAll(', ', ',') : value]);
  const boundary = parameterOf(type, 'boundary');
  const bytes = encoding === 'base64' ? Buffer.from(content, 'base64') : decodeQuoted(content);
  const tree = {
    content_type: contentType,
    charset: parameterOf(type, 'charset'),
    disposition: disposition.split(';')[0] || undefined,
    filename: parameterOf(disposition, 'filename'),
    headers: shown.length > 0 ? shown : undefined,
    ...(boundary !== undefined
      ? {
          parts: content
            .split(`--${boundary}`)
            .slice(1, -1)
            .map((part) => readPart(part.slice(2, -2)).tree),
        }
      : contentType.startsWith('text/')
        ? showText(bytes.toString().replaceAll('\r\n', '\n'))
        : digestOf(bytes)),
  };
  return { headers, tree };
}

/** A message in base64 as rows show it: its headers decoded, and its parts. */
export function showMimeText(base64: string): Record<string, unknown> {
  const text = Buffer.from(base64, 'base64').toString('latin1').replace(/\r\n$/, '');
  const { headers, tree } = readPart(text);
  return { ...tree, has_message_id: headers.has('message-id'), has_date: headers.has('date') };
}
