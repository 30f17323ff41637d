import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { quote, unquote, urlencode } from './percent.ts';

test.each([
  ['a b/é', undefined, 'a%20b/%C3%A9'],
  ["a/b!'()*", '', 'a%2Fb%21%27%28%29%2A'],
  ['a,b@c', '@', 'a%2Cb@c'],
  ['[^-]\\', '', '%5B%5E-%5D%5C'],
  ['😀', '', '%F0%9F%98%80'],
  ['\ud83d', '', '%EF%BF%BD'],
])('quotes %j, safe %j', (text, safe, expected) => expect(quote(text, safe)).toBe(expected));

test.each([
  ['a%20b+c', 'a b+c'],
  ['%C3%A9%41', 'éA'],
  ['%E9', '\ufffd'],
  ['%f0%9f', '\ufffd'],
  ['%EF%BB%BF', '\ufeff'],
  ['100%, %zz, %4', '100%, %zz, %4'],
])('unquotes %j', (text, expected) => expect(unquote(text)).toBe(expected));

test('unquote undoes quote', () => {
  assert(
    property(string({ unit: 'grapheme' }), (text) => {
      expect(unquote(quote(text, ''))).toBe(text);
    }),
  );
});

test('urlencode keeps the order and repeated names', () => {
  expect(
    urlencode([
      ['b', '1 2'],
      ['a/', '&'],
      ['b', ''],
    ]),
  ).toBe('b=1%202&a%2F=%26&b=');
});
