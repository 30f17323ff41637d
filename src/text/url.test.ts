import { array, assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findUrls, parseUrl, splitPath, splitUrls } from './url.ts';

describe('parseUrl', () => {
  test('takes every part', () => {
    const parts = parseUrl('JSONS://ann:p%40ss@Mail.example:8443//a b/c%2Fd?Format=html&+X-Id=1&-p=2&:k=3');
    expect(parts).toMatchObject({
      scheme: 'jsons',
      user: 'ann',
      password: 'p%40ss',
      host: 'Mail.example',
      port: 8443,
      path: '/a%20b/c/d',
    });
    expect(parts?.query.get('format')).toBe('html');
    expect(parts?.headers).toEqual(new Map([['X-Id', '1']]));
    expect(parts?.params).toEqual(new Map([['p', '2']]));
    expect(parts?.payload).toEqual(new Map([['k', '3']]));
  });

  test.each([
    ['json://h.example', { user: undefined, password: undefined, port: undefined, path: undefined }],
    ['json://@h.example', { user: '', password: undefined }],
    ['json://:pw@h.example', { user: '', password: 'pw' }],
    ['json://ann:pw:more@h.example', { user: 'ann', password: 'pw:more' }],
    ['json:///h.example/', { host: 'h.example', path: '/' }],
    ['  json://h.example/a  ', { host: 'h.example', path: '/a' }],
    ['json://h.example/a;b', { path: '/a' }],
    ['json://h.example/a#b', { path: '/a' }],
    ['json://h.example/a\\\\b', { path: '/a%5Cb' }],
    ['json://h.example/a?x=/', { path: '/a/' }],
    ['json://h.example:+8_0', { port: 80 }],
    ['json://[2001:DB8::1]:90/x', { host: '[2001:DB8::1]', port: 90 }],
    ['json://2001:db8::1', { host: '[2001:db8::1]', port: undefined }],
    ['json://[::ffff:192.0.2.1]', { host: '[::ffff:192.0.2.1]' }],
    ['h.example/a', { scheme: '', host: 'h.example' }],
  ])('reads %s', (text, expected) => expect(parseUrl(text)).toMatchObject(expected));

  test.each([
    ['an empty query', 'json://h.example?'],
    ['a query of two lines', 'json://h.example?a=1\nb=2'],
    ['no host', 'json://'],
    ['an encoded host', 'json://a%20b'],
    ['a port that is none', 'json://h.example:x'],
    ['no port where one is announced', 'json://h.example:'],
    ['an open bracket', 'json://[::1'],
    ['an address with a zone', 'json://[fe80::1%25eth0]'],
    ['a second @', 'json://ann@example.com:pw@h.example'],
  ])('refuses %s', (_, text) => expect(parseUrl(text)).toBeUndefined());

  test('takes any host on demand', () => {
    expect(parseUrl('x://a,b/c', { verifyHost: false })).toMatchObject({ host: 'a,b', path: '/c' });
    expect(parseUrl('x://a:b', { verifyHost: false })).toMatchObject({ host: 'a:b', port: undefined });
    expect(parseUrl('x://?a=1', { verifyHost: false })).toMatchObject({ host: '', path: '/' });
  });

  test('reads a path it has encoded to the same path', () => {
    const entry = string({ unit: 'grapheme' });
    assert(
      property(array(entry), (entries) => {
        const path = parseUrl(`json://h.example/${entries.join('/')}/end`, { verifyHost: false })?.path ?? '/';
        const stable = path.replaceAll('%5C', '/').replace(/\/+/g, '/');
        expect(parseUrl(`json://h.example${stable}`)?.path).toBe(stable);
      }),
    );
  });
});

describe('splitUrls', () => {
  test.each([
    ['json://a, xml://b', ['json://a', 'xml://b']],
    ['json://a,xml://b,', ['json://a', 'xml://b,']],
    ['json://a?to=1, 2', ['json://a?to=1, 2']],
    ['json://a?u=http://b', ['json://a?u=http://b']],
    ['tag=json://a', ['json://a']],
    ['json://a\nxml://b', ['json://a', 'xml://b']],
    ['json://a\n# no URL\nxml://b', ['xml://b']],
    ['no, URL;here', ['no', 'URL', 'here']],
    ['', []],
  ])('splits %j', (text, expected) => expect(splitUrls(text)).toEqual(expected));

  test('finds nothing where there is no URL', () => expect(findUrls('a, b')).toEqual([]));

  test.each([',', ' ', '\n', 'a', 'a://', ', a', 'a://b\n'])('is linear in runs of %j', (unit) => {
    const started = performance.now();
    splitUrls(`json://a${unit.repeat(200_000)}!`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

test('splitPath decodes entries and skips empty ones', () => {
  expect(splitPath('//a%20b/c%2Fd,e\\f /')).toEqual(['a b', 'c/d', 'e', 'f']);
});
