import { TransportError } from './errors.ts';
import type { WireRequest } from './request.ts';

/** As many as python-requests follows. */
export const MAX_REDIRECTS = 30;

const CONTENT_HEADERS = new Set(['content-type', 'content-length', 'transfer-encoding', 'content-encoding']);
const HOST_SECRETS = new Set(['authorization', 'host']);

/** Whether a reply with this status may send the client elsewhere. */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** Browsers and python-requests agree on these against the standard, which keeps the method. */
function methodAfter(status: number, method: string): string {
  if (status === 303 || status === 302) return method === 'HEAD' ? method : 'GET';
  return status === 301 && method === 'POST' ? 'GET' : method;
}

const portOf = ({ protocol, port }: URL): string => port || (protocol === 'https:' ? '443' : '80');

/** The same server, or the same name on its way from plain to secure on the usual ports. */
function keepsCredentials(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname) return false;
  if (from.protocol === to.protocol) return portOf(from) === portOf(to);
  return from.protocol === 'http:' && portOf(from) === '80' && portOf(to) === '443';
}

/** The request a redirect leads to. Whoever answers elsewhere gets no credentials, and no body unless status asks for it. */
export function redirectedRequest(request: WireRequest, status: number, location: string): WireRequest {
  const from = new URL(request.url);
  const to = URL.parse(Buffer.from(location, 'latin1').toString('utf8'), from.href);
  if (to === null || (to.protocol !== 'http:' && to.protocol !== 'https:'))
    throw new TransportError('protocol', 'reply', `${from.host} redirects to what is no web address`);
  to.username = '';
  to.password = '';
  const keepBody = status === 307 || status === 308;
  const sameServer = keepsCredentials(from, to);
  return {
    method: methodAfter(status, request.method),
    url: to.href,
    headers: request.headers.filter(([name]) => {
      const lower = name.toLowerCase();
      return (
        lower !== 'cookie' && (keepBody || !CONTENT_HEADERS.has(lower)) && (sameServer || !HOST_SECRETS.has(lower))
      );
    }),
    body: keepBody ? request.body : undefined,
  };
}
