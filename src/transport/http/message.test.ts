import { expect, test } from 'vitest';
import { formatMessage } from './message.ts';
import type { WireRequest } from './request.ts';

const direct = { authority: 'example.com:8080', targetPrefix: '', proxyLines: '' };
const request: WireRequest = { method: 'POST', url: '', headers: [], body: undefined };

test('writes a request', () => {
  const headers = [
    ['User-Agent', 'test'],
    ['X-Name', 'Zoë'],
  ] as const;
  expect(formatMessage({ ...request, headers, body: 'žlutý' }, '/a?b=c', direct)).toMatchObject({
    head:
      'POST /a?b=c HTTP/1.1\r\nHost: example.com:8080\r\nAccept: */*\r\nUser-Agent: test\r\nX-Name: Zoë\r\n' +
      'Content-Length: 7\r\n\r\n',
    bodyBytes: 7,
  });
});

test.each([
  ['GET', undefined, false],
  ['HEAD', undefined, false],
  ['POST', undefined, true],
  ['DELETE', undefined, true],
  ['GET', 'null', true],
  ['GET', '', true],
])('%s with the body %j has a length: %s', (method, body, has) => {
  expect(formatMessage({ ...request, method, body }, '/', direct).head.includes('Content-Length')).toBe(has);
});

test('counts the bytes of all parts', () => {
  const body = ['é', new Uint8Array(10), { path: '/nowhere', bytes: 1000 }];
  expect(formatMessage({ ...request, body }, '/', direct).bodyBytes).toBe(1012);
});

test('lets the caller choose host and accepted types, but not the framing', () => {
  const headers = [
    ['host', 'virtual'],
    ['ACCEPT', 'text/plain'],
    ['content-length', '99'],
    ['Transfer-Encoding', 'chunked'],
    ['Connection', 'close'],
  ] as const;
  const { head } = formatMessage({ ...request, headers }, '/', direct);
  expect(head).toBe('POST / HTTP/1.1\r\nHost: virtual\r\nACCEPT: text/plain\r\nContent-Length: 0\r\n\r\n');
});

test('tells a proxy the whole URL', () => {
  const { head } = formatMessage({ ...request, method: 'GET' }, '/a', {
    authority: 'example.com',
    targetPrefix: 'http://example.com',
    proxyLines: 'Proxy-Authorization: Basic eA==\r\n',
  });
  expect(head).toMatch(/^GET http:\/\/example\.com\/a HTTP\/1\.1\r\nHost: example\.com\r\n/);
  expect(head).toContain('Proxy-Authorization: Basic eA==\r\n');
});

test.each([
  ['a line end in a value', { headers: [['X-A', 'secret\r\nX-B: b']] }],
  ['a bare newline in a value', { headers: [['X-A', 'secret\n']] }],
  ['a zero byte in a value', { headers: [['X-A', 'secret\0']] }],
  ['a value beyond latin-1', { headers: [['X-A', 'secret č']] }],
  ['a line end in a name', { headers: [['X-A: secret\r\nX-B', 'c']] }],
  ['a space in a name', { headers: [['X secret', 'b']] }],
  ['an empty name', { headers: [['', 'b']] }],
  ['a space in the method', { method: 'GET /secret' }],
  ['a tunnel', { method: 'CONNECT' }],
] satisfies [string, Partial<WireRequest>][])('refuses %s, without repeating it', (_what, part) => {
  expect(() => formatMessage({ ...request, ...part }, '/', direct)).toThrow(
    expect.objectContaining({ code: 'invalid', message: expect.not.stringContaining('secret') }),
  );
});
