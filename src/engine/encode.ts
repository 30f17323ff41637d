import { urlencode } from '../text/url.ts';
import type { HttpRequest, Pairs, Part } from '../service/http.ts';
import type { Attachment } from '../service/message.ts';
import type { BodyPart, WireRequest } from '../transport/http/request.ts';

type Value = Extract<Pairs, Readonly<Record<string, unknown>>>[string];

const pairsOf = (pairs: Pairs): [string, string][] => {
  const entries = Array.isArray(pairs)
    ? (pairs as readonly (readonly [string, Value])[])
    : Object.entries<Value>(pairs);
  return entries.flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((item): [string, string] => [name, String(item)]),
  );
};

const isAttachment = (value: Part['value'] | undefined): value is Attachment =>
  typeof value === 'object' && !(value instanceof Uint8Array);

const contentOf = ({ source, size }: Attachment): BodyPart =>
  'bytes' in source ? source.bytes : { path: source.path, bytes: size };

/** A quoted parameter of a part's header: nothing in it can end the header. */
const parameter = (value: string): string => value.replace(/[\r\n"]/g, (character) => encodeURIComponent(character));

function multipart(parts: readonly Part[], boundary: string): BodyPart[] {
  const body: BodyPart[] = [];
  for (const { name, value, filename, type } of parts) {
    const file = isAttachment(value) ? value : undefined;
    const shownName = filename ?? file?.name;
    const shownType = type === undefined ? file?.type : type;
    body.push(
      `--${boundary}\r\nContent-Disposition: form-data; name="${parameter(name)}"` +
        (shownName === undefined ? '' : `; filename="${parameter(shownName)}"`) +
        (shownType ? `\r\nContent-Type: ${shownType.replace(/[\r\n]/g, '')}` : '') +
        '\r\n\r\n',
      isAttachment(value) ? contentOf(value) : value,
      '\r\n',
    );
  }
  body.push(`--${boundary}--\r\n`);
  return body;
}

/** The address with the segments `.` and `..` of its path resolved, as every receiver would. */
function withoutDots(url: string): string {
  if (!url.includes('/.')) return url;
  const [, origin = '', path = '', rest = ''] = /^([^:]+:\/\/[^/?#]*)([^?#]*)(.*)$/s.exec(url) ?? [];
  const kept: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    const isDots = segment === '.' || segment === '..';
    if (segment === '..' && kept.length > 1) kept.pop();
    if (!isDots) kept.push(segment);
    else if (index === segments.length - 1) kept.push('');
  }
  return origin + kept.join('/') + rest;
}

/** The address with its query added to what it already carries. */
function addressOf({ url: written, query }: HttpRequest): string {
  const url = withoutDots(written);
  const pairs = query === undefined ? [] : pairsOf(query);
  if (pairs.length === 0) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${urlencode(pairs)}`;
}

type Body = { readonly type: string | undefined; readonly body: WireRequest['body'] };

function bodyOf(request: HttpRequest, boundary: () => string): Body {
  const { json, form, multipart: parts, text, content } = request;
  if (json !== undefined) return { type: 'application/json', body: JSON.stringify(json) };
  if (form !== undefined) return { type: 'application/x-www-form-urlencoded', body: urlencode(pairsOf(form)) };
  if (parts !== undefined) {
    const mark = boundary();
    return { type: `multipart/form-data; boundary=${mark}`, body: multipart(parts, mark) };
  }
  if (content !== undefined) return { type: undefined, body: isAttachment(content) ? [contentOf(content)] : content };
  return { type: undefined, body: text };
}

/** A request as it goes on the wire; `agent` is the `User-Agent` unless the request says otherwise. */
export function encodeRequest(request: HttpRequest, agent: string, boundary: () => string): WireRequest {
  const { type, body } = bodyOf(request, boundary);
  const own = request.headers ?? {};
  const headers: [string, string][] = [];
  const names = Object.keys(own).map((name) => name.toLowerCase());
  if (!names.includes('user-agent')) headers.push(['User-Agent', agent]);
  if (type !== undefined && !names.includes('content-type')) headers.push(['Content-Type', type]);
  if (request.auth !== undefined && !names.includes('authorization')) headers.push(['Authorization', request.auth]);
  for (const [name, value] of Object.entries(own)) if (value !== undefined) headers.push([name, value]);
  return { method: request.method, url: addressOf(request), headers, body };
}
