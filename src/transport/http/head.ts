import { TransportError } from './errors.ts';

/** The start of a reply: what decides how its body is read, and the header lines for whoever asks. */
export interface ReplyHead {
  readonly status: number;
  /** The header lines, each ended by CRLF. */
  readonly lines: string;
  readonly contentLength: number | undefined;
  readonly chunked: boolean;
  /** Lower-case, as in `gzip`; undefined when the body is sent as it is. */
  readonly contentEncoding: string | undefined;
  readonly keepAlive: boolean;
  /** How long the server means to keep an idle connection. */
  readonly keepAliveSeconds: number | undefined;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [^\0\r\n]*)?\r\n/;
const HEADER_LINES = /^(?:[\w!#$%&'*+.^`|~-]+:[^\0\r\n]*\r\n)*$/;
const FRAMING = /^(content-length|transfer-encoding|content-encoding|connection|keep-alive):([^\r]*)/gim;
const LENGTH = /^\d{1,15}$/;

const malformed = (what: string): TransportError =>
  new TransportError('protocol', 'reply', `The reply is malformed: ${what}`);

/** Reads a status line and header lines, all ended by CRLF; anything that two readers may take differently is refused. */
export function parseHead(text: string): ReplyHead {
  const start = STATUS_LINE.exec(text);
  if (start === null) throw malformed('no status line');
  const lines = text.slice(start[0].length);
  if (!HEADER_LINES.test(lines)) throw malformed('a header line');
  let contentLength: string | undefined;
  let transferEncoding = '';
  let contentEncoding = '';
  let connection = '';
  let keepAlive = '';
  for (const [, name = '', raw = ''] of lines.matchAll(FRAMING)) {
    const value = raw.trim();
    switch (name.toLowerCase()) {
      case 'content-length':
        if (!LENGTH.test(value) || (contentLength ?? value) !== value) throw malformed('its length');
        contentLength = value;
        break;
      case 'transfer-encoding':
        transferEncoding += `,${value.toLowerCase()}`;
        break;
      case 'content-encoding':
        contentEncoding += `,${value.toLowerCase()}`;
        break;
      case 'connection':
        connection += `,${value.toLowerCase()}`;
        break;
      default:
        keepAlive = value;
    }
  }
  const chunked = transferEncoding !== '';
  if (chunked && transferEncoding !== ',chunked') throw malformed('its transfer encoding');
  const current = start[1] === '1';
  const encoding = contentEncoding.slice(1);
  const seconds = /timeout=(\d{1,6})/i.exec(keepAlive);
  return {
    status: Number(start[2]),
    lines,
    contentLength: chunked || contentLength === undefined ? undefined : Number(contentLength),
    chunked,
    contentEncoding: encoding === '' || encoding === 'identity' ? undefined : encoding,
    // Both a length and chunks: what one of the two hides may be taken for the next reply.
    keepAlive:
      !(chunked && contentLength !== undefined) &&
      (current ? !connection.includes('close') : connection.includes('keep-alive')),
    keepAliveSeconds: seconds === null ? undefined : Number(seconds[1]),
  };
}

/** The headers by lower-case name; those of one name are joined with a comma. */
export function parseHeaders(lines: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon === -1) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return headers;
}
