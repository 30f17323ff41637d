import { expect, test } from 'vitest';
import { parseHead, parseHeaders } from './head.ts';

const head = (lines: string, start = 'HTTP/1.1 200 OK'): ReturnType<typeof parseHead> =>
  parseHead(`${start}\r\n${lines}`);

test('reads what decides about the body', () => {
  expect(head('Content-Type: text/plain\r\ncontent-LENGTH:  12 \r\n')).toMatchObject({
    status: 200,
    contentLength: 12,
    chunked: false,
    contentEncoding: undefined,
    keepAlive: true,
  });
  expect(head('Transfer-Encoding: Chunked\r\nContent-Encoding: GZIP\r\n')).toMatchObject({
    contentLength: undefined,
    chunked: true,
    contentEncoding: 'gzip',
  });
  expect(head('', 'HTTP/1.1 999')).toMatchObject({ status: 999, contentLength: undefined });
});

test.each([
  ['HTTP/1.1 200 OK', '', true],
  ['HTTP/1.1 200 OK', 'Connection: close\r\n', false],
  ['HTTP/1.0 200 OK', '', false],
  ['HTTP/1.0 200 OK', 'Connection: Keep-Alive\r\n', true],
  ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', false],
])('%s with %j keeps the connection: %s', (start, lines, keepAlive) => {
  expect(head(lines, start).keepAlive).toBe(keepAlive);
});

test('knows how long the server keeps an idle connection', () => {
  expect(head('Keep-Alive: timeout=5, max=100\r\n').keepAliveSeconds).toBe(5);
});

test.each([
  ['another protocol', 'SSH-2.0-OpenSSH', ''],
  ['HTTP/2', 'HTTP/2 200', ''],
  ['a status of two digits', 'HTTP/1.1 20 OK', ''],
  ['a line without a colon', 'HTTP/1.1 200 OK', 'nonsense\r\n'],
  ['a space before the colon', 'HTTP/1.1 200 OK', 'Content-Length : 5\r\n'],
  ['a folded line', 'HTTP/1.1 200 OK', 'X-Long: a\r\n b\r\n'],
  ['a bare newline', 'HTTP/1.1 200 OK', 'X: a\nContent-Length: 5\r\n'],
  ['a zero byte', 'HTTP/1.1 200 OK', 'X: a\0b\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK', 'Content-Length: 5\r\nContent-Length: 6\r\n'],
  ['a list of lengths', 'HTTP/1.1 200 OK', 'Content-Length: 5, 5\r\n'],
  ['a negative length', 'HTTP/1.1 200 OK', 'Content-Length: -5\r\n'],
  ['a length in hexadecimal', 'HTTP/1.1 200 OK', 'Content-Length: 0x5\r\n'],
  ['an unknown transfer encoding', 'HTTP/1.1 200 OK', 'Transfer-Encoding: gzip, chunked\r\n'],
  ['chunks twice', 'HTTP/1.1 200 OK', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n'],
])('refuses %s', (_what, start, lines) => {
  expect(() => head(lines, start)).toThrow(expect.objectContaining({ code: 'protocol', phase: 'reply' }));
});

test('joins headers of one name', () => {
  const headers = parseHeaders('Set-Cookie: a=1\r\nX-Empty:\r\nset-cookie: b=2\r\n');
  expect([...headers]).toEqual([
    ['set-cookie', 'a=1, b=2'],
    ['x-empty', ''],
  ]);
});
