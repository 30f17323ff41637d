import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { messageOf, statusOf, type RefusalCode } from './refusal.ts';
import { allowedMethods, type Router } from './router.ts';

/** What Node makes of a request that it cannot read. */
export type MalformedRequest = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

const CODES: Readonly<Record<string, RefusalCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** A method that Node does not know, in a request line that is otherwise in order. */
const REQUEST_LINE = /^[\w!#$%&'*+.^`|~-]{1,32} (\S+) HTTP\/1\.[01]\r\n/;

function formatAnswer(status: number, headers: readonly string[], body = ''): string {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Refuses a method that nothing at a place answers to. */
export function refuseMethod(target: string, socket: Duplex, router: Router): void {
  const place = router.find(target);
  const route = place && 'route' in place ? place.route : undefined;
  socket.end(route ? formatAnswer(405, [`Allow: ${allowedMethods(route)}`]) : formatAnswer(404, []));
}

/** Answers what is no proper request, and ends its connection. */
export function answerMalformed({ code = '', rawPacket }: MalformedRequest, socket: Duplex, router: Router): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const target =
    code === 'HPE_INVALID_METHOD' ? REQUEST_LINE.exec(rawPacket?.toString('latin1') ?? '')?.[1] : undefined;
  if (target !== undefined) return refuseMethod(target, socket, router);
  const refusal = CODES[code] ?? 'malformed-request';
  const headers = ['Content-Type: text/plain', 'X-Content-Type-Options: nosniff'];
  socket.end(formatAnswer(statusOf(refusal), headers, messageOf(refusal)));
}
