import { TransportError } from './errors.ts';
import type { Body, BodyPart, Headers, WireRequest } from './request.ts';

/** A request as bytes: its head as latin-1 and, if any, the body. */
export interface Message {
  readonly head: string;
  readonly body: Body | undefined;
  readonly bodyBytes: number;
  /** A reply to HEAD has no body, whatever its head says. */
  readonly replyHasNoBody: boolean;
}

/** What every request over the same connections has in common. */
export interface Addressing {
  /** The value of `Host`. */
  readonly authority: string;
  /** Stands before the path when a proxy wants the whole URL; else empty. */
  readonly targetPrefix: string;
  /** Header lines for the proxy, each ended by CRLF; else empty. */
  readonly proxyLines: string;
}

type HeaderKind = 'plain' | 'host' | 'accept' | 'framing';

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
/** Everything that cannot stand in a header line: it would end the line, or has no byte in latin-1. */
const UNSAFE_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

const KINDS: Readonly<Record<string, HeaderKind>> = {
  host: 'host',
  accept: 'accept',
  // The connection decides these: a second opinion on where the request ends would be a second request.
  'content-length': 'framing',
  'transfer-encoding': 'framing',
  connection: 'framing',
  'keep-alive': 'framing',
  upgrade: 'framing',
};

/** Names that were seen before; the same few come with every request. */
const kinds = new Map<string, HeaderKind>();
const MAX_REMEMBERED_NAMES = 500;

const invalid = (message: string): TransportError => new TransportError('invalid', 'request', message);

function kindOf(name: string): HeaderKind {
  if (!TOKEN.test(name)) throw invalid('A header has a name that cannot be sent');
  const kind = KINDS[name.toLowerCase()] ?? 'plain';
  if (kinds.size === MAX_REMEMBERED_NAMES) kinds.clear();
  kinds.set(name, kind);
  return kind;
}

function formatHeaders(headers: Headers, authority: string): string {
  let lines = '';
  let host = authority;
  let accept = 'Accept: */*\r\n';
  for (const [name, value] of headers) {
    const kind = kinds.get(name) ?? kindOf(name);
    if (UNSAFE_VALUE.test(value)) throw invalid(`The header ${name} has a value that cannot be sent`);
    if (kind === 'framing') continue;
    if (kind === 'host') {
      host = value;
      continue;
    }
    if (kind === 'accept') accept = '';
    lines += `${name}: ${value}\r\n`;
  }
  return `Host: ${host}\r\n${accept}${lines}`;
}

const bytesOfPart = (part: BodyPart): number =>
  typeof part === 'string' ? Buffer.byteLength(part) : part instanceof Uint8Array ? part.length : part.bytes;

function bytesOf(body: Body): number {
  if (typeof body === 'string' || body instanceof Uint8Array) return bytesOfPart(body);
  return body.reduce((sum, part) => sum + bytesOfPart(part), 0);
}

/** Methods that say nothing about a body when they have none; servers want a length of the others. */
const withoutLength = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** Writes a request; throws before anything is sent if a name or value could end its line. */
export function formatMessage(
  request: WireRequest,
  path: string,
  { authority, targetPrefix, proxyLines }: Addressing,
): Message {
  const { method, headers, body } = request;
  if (!TOKEN.test(method) || method === 'CONNECT') throw invalid('The method cannot be sent');
  const bodyBytes = body === undefined ? 0 : bytesOf(body);
  const length = body === undefined && withoutLength(method) ? '' : `Content-Length: ${bodyBytes}\r\n`;
  return {
    head: `${method} ${targetPrefix}${path} HTTP/1.1\r\n${formatHeaders(headers, authority)}${proxyLines}${length}\r\n`,
    body,
    bodyBytes,
    replyHasNoBody: method === 'HEAD',
  };
}
