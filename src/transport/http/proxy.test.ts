import { expect, test } from 'vitest';
import { proxyFor } from './proxy.ts';
import { parseOrigin } from './url.ts';

const viaProxy = (origin: string, no: string): boolean =>
  proxyFor(parseOrigin(origin), { all: 'http://proxy.example:3128', no }) !== undefined;

test('takes the setting of the scheme before the one for all', () => {
  const settings = { http: 'http://a:1', all: 'https://b' };
  expect(proxyFor(parseOrigin('http://h'), settings)).toEqual({
    secure: false,
    host: 'a',
    port: 1,
    authorization: undefined,
  });
  expect(proxyFor(parseOrigin('https://h'), settings)).toMatchObject({ secure: true, host: 'b', port: 443 });
  expect(proxyFor(parseOrigin('https://h'), { http: 'http://a' })).toBeUndefined();
});

test('reads credentials, and a proxy without a scheme', () => {
  const proxy = proxyFor(parseOrigin('http://h'), { http: 'me:p%40ss@proxy:3128' });
  expect(proxy).toMatchObject({ host: 'proxy', port: 3128, authorization: `Basic ${btoa('me:p@ss')}` });
});

test('refuses other kinds of proxies without telling the password', () => {
  expect(() => proxyFor(parseOrigin('http://h'), { http: 'socks5://me:secret@proxy' })).toThrow(
    expect.objectContaining({ code: 'invalid', message: expect.not.stringContaining('secret') }),
  );
});

test.each([
  ['http://example.com', 'example.com', false],
  ['http://www.example.com', 'example.com', false],
  ['http://www.example.com', '.example.com', false],
  ['http://example.com', '.example.com', false],
  ['http://example.com', 'other.example, EXAMPLE.com', false],
  ['http://example.com', 'example.com:80', false],
  ['http://example.com:8080', 'example.com:80', true],
  ['http://example.com', 'example.org', true],
  ['http://example.com', 'www.example.com', true],
  ['http://example.com', '*', false],
  ['http://example.com', ' , ', true],
  ['http://10.1.2.3', '10.1.2.3', false],
  ['http://10.1.2.3', '10.0.0.0/8', false],
  ['http://10.1.2.3', '2.3', true],
  ['http://11.1.2.3', '10.0.0.0/8', true],
  ['http://11.1.2.3', '10.0.0.0/99', true],
  ['http://[fd00::1]', 'fd00::/8', false],
  ['http://[::1]', '::1', false],
])('%s with NO_PROXY=%j goes through the proxy: %s', (origin, no, via) => {
  expect(viaProxy(origin, no)).toBe(via);
});
