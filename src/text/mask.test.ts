import { expect, test } from 'vitest';
import { mask, maskUrl, maskWord } from './mask.ts';

test('shows the asked part of a secret', () => {
  expect([mask('', 'all'), mask('abc', 'all')]).toEqual(['****', '****']);
  expect([mask('', 'ends'), mask('a', 'ends'), mask('🔑key', 'ends')]).toEqual(['', 'a...a', '🔑...y']);
  expect([mask('', 'tail'), mask('ab', 'tail'), mask('a🔑key', 'tail')]).toEqual(['', '...ab', '...🔑key']);
});

test.each([
  ['localhost', 'localhost'],
  ['::1', '::1'],
  ['a', 'a'],
  ['two words', 't...s'],
  ['under_score', 'u...e'],
  ['abcdefghijklmnop', 'a...p'],
  ['a1B2c', 'a...c'],
])('shows the word %s as %s', (word, expected) => expect(maskWord(word)).toBe(expected));

test('lets a mix of characters pass on demand', () => {
  expect(maskWord('a1B2c', { suspectMix: false })).toBe('a1B2c');
});

test.each([
  [
    'json://ann:hidden@h.example:81/a/T0k3n?to=me&format=text',
    'json://ann:h...n@h.example:81/a/T...n?to=m...e&format=text',
  ],
  ['h.example', 'http://h.example'],
  ['json://ann:hidden@h.example:port/T0k3n', 'json://ann:****@h.example:port/T...n'],
  ['json://ann:a@b:c@h.example', 'json://ann:****@b:****@h.example'],
  ['', ''],
])('shows %s as %s in logs', (url, expected) => expect(maskUrl(url)).toBe(expected));
