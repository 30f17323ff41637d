import type { WireOptions, WireRequest } from '../../../src/transport/http/request.ts';
import { isObject } from '../compare.ts';
import { digestOf } from './digest.ts';
import { openWebPush } from './web-push.ts';

const LIBRARY_HEADERS = new Set(['accept-encoding', 'connection', 'content-length', 'transfer-encoding']);

function bytesOf(body: WireRequest['body']): Uint8Array | undefined {
  if (body === undefined) return undefined;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  return Buffer.concat(
    body.map((part) => {
      if (typeof part === 'string') return Buffer.from(part);
      if (part instanceof Uint8Array) return part;
      throw new Error('scripted attachments are in memory');
    }),
  );
}

function headersOf(headers: WireRequest['headers']): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (LIBRARY_HEADERS.has(lower) || (lower === 'accept' && value === '*/*')) continue;
    shown[lower] = lower === 'content-type' ? value.replace(/^(multipart\/[^;]+); boundary=.*$/, '$1') : value;
  }
  return shown;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parameterOf = (header: string, name: string): string | null =>
  new RegExp(`; ${name}="([^"]*)"`).exec(header)?.[1]?.replace(/%0D|%0A|%22/g, decodeURIComponent) ?? null;

/** Cuts a multipart body into its parts: header text and content. */
function cutParts(content: Buffer, type: string): { head: string; content: Buffer }[] {
  const mark = `--${/boundary=(.*)$/.exec(type)?.[1] ?? ''}`;
  const parts: { head: string; content: Buffer }[] = [];
  for (let at = content.indexOf(mark); ;) {
    const start = at + mark.length + 2;
    const end = content.indexOf(`\r\n${mark}`, start - 2);
    if (end < start) return parts;
    const raw = content.subarray(start, end);
    const cut = raw.indexOf('\r\n\r\n');
    parts.push({ head: raw.toString('utf8', 0, cut), content: raw.subarray(cut + 4) });
    at = end + 2;
  }
}

/** A part as the recorded one in its place shows its content: as text, JSON or digest. */
function showPart({ head, content }: { head: string; content: Buffer }, recorded: unknown): Record<string, unknown> {
  const disposition = /content-disposition: ([^\r]*)/i.exec(head)?.[1] ?? '';
  const shown = {
    name: parameterOf(disposition, 'name'),
    filename: parameterOf(disposition, 'filename'),
    content_type: /content-type: ([^\r]*)/i.exec(head)?.[1] ?? null,
  };
  if (!isObject(recorded) || 'text' in recorded) return { ...shown, text: content.toString() };
  return 'json' in recorded ? { ...shown, json: parsed(content.toString()) } : { ...shown, ...digestOf(content) };
}

/** The kind a body is shown in: that of the recorded one, unless it is another request that stands in its place. */
function kindOf(type: string, content: Buffer, recorded: unknown): unknown {
  if (recorded === 'form' && type === 'application/json') return 'json';
  const isForm = type === 'application/x-www-form-urlencoded' && parsed(content.toString()) === undefined;
  return recorded === 'json' && isForm ? 'form' : recorded;
}

/** A body as the recorded one is shown. */
function bodyOf(
  content: Uint8Array | undefined,
  type: string,
  recorded: { kind?: unknown; value?: unknown },
  filesDirectory: string,
): unknown {
  if (content === undefined) return { kind: 'none' };
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (content.length === 0) return recorded.kind === 'none' ? recorded : { kind: 'none', empty: true };
  switch (kindOf(type, buffer, recorded.kind)) {
    case 'json':
      return { kind: 'json', value: parsed(buffer.toString()) };
    case 'form':
      return { kind: 'form', value: [...new URLSearchParams(buffer.toString())] };
    case 'multipart': {
      const like = Array.isArray(recorded.value) ? (recorded.value as unknown[]) : [];
      return { kind: 'multipart', value: cutParts(buffer, type).map((part, index) => showPart(part, like[index])) };
    }
    case 'base64': {
      const { value } = recorded;
      if (!isObject(value)) return { kind: 'base64', value: buffer.toString('base64') };
      return { kind: 'base64', value: 'sha256' in value ? digestOf(content) : { text: buffer.toString() } };
    }
    case 'webpush':
      return { kind: 'webpush', value: openWebPush(buffer, filesDirectory) };
    default:
      return { kind: recorded.kind === 'xml' ? 'xml' : 'text', value: buffer.toString() };
  }
}

/** A request as rows show it, its body in the kind of the recorded request in the same place. */
export function showHttp(
  request: WireRequest,
  options: WireOptions,
  recorded: unknown,
  filesDirectory: string,
): Record<string, unknown> {
  const like = isObject(recorded) ? recorded : {};
  const address = new URL(request.url);
  const [bare] = request.url.split(/[?#]/);
  const type = request.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const { connectTimeoutSeconds, readTimeoutSeconds, verify } = options;
  const timeout = [connectTimeoutSeconds, readTimeoutSeconds];
  return {
    method: request.method,
    url: bare,
    query: [...address.searchParams],
    headers: headersOf(request.headers),
    body: bodyOf(bytesOf(request.body), type, isObject(like['body']) ? like['body'] : {}, filesDirectory),
    ...(verify ? {} : { verify: false }),
    ...(timeout.every((seconds) => seconds === 4) ? {} : { timeout }),
  };
}
