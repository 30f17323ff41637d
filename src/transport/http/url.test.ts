import { expect, test } from 'vitest';
import { parseOrigin, splitUrl } from './url.ts';

test.each([
  ['http://example.com', '/', 'example.com', 80],
  ['https://example.com/', '/', 'example.com', 443],
  ['http://h/a/b?c=d#e', '/a/b?c=d', 'h', 80],
  ['https://example.com:8443?x=/y', '/?x=/y', 'example.com', 8443],
  ['http://h#top', '/', 'h', 80],
  ['http://[::1]:81/a', '/a', '::1', 81],
  ['http://127.1/', '/', '127.0.0.1', 80],
  ['HTTP://EXAMPLE.com/A', '/A', 'example.com', 80],
  ['http://bücher.example/', '/', 'xn--bcher-kva.example', 80],
])('%s', (url, path, host, port) => {
  const split = splitUrl(url);
  expect(split.path).toBe(path);
  expect(parseOrigin(split.origin)).toMatchObject({ host, port });
});

test('leaves the default port out of Host', () => {
  expect(parseOrigin('https://example.com:443').authority).toBe('example.com');
  expect(parseOrigin('http://[::1]:443').authority).toBe('[::1]:443');
});

test.each([
  '',
  'nonsense',
  'ftp://example.com',
  'http://',
  'http://user:secret@h/',
  'http://a\\@b/',
  'http://a b/',
  'http://h:99999/',
])('refuses the origin of %j, without repeating it', (url) => {
  expect(() => parseOrigin(splitUrl(url).origin)).toThrow(
    expect.objectContaining({ code: 'invalid', message: expect.not.stringContaining('secret') }),
  );
});

test.each(['http://h/a b', 'http://h/a\r\nX: y', 'http://h/č'])('refuses a path that is not encoded: %j', (url) => {
  expect(() => splitUrl(url)).toThrow(expect.objectContaining({ code: 'invalid' }));
});
