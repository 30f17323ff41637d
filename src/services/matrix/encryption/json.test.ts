import { expect, test } from 'vitest';
import { formatCanonicalJson } from './json.ts';

test.each([
  [{}, '{}'],
  [{ two: 'Two', one: 1 }, '{"one":1,"two":"Two"}'],
  [
    { b: { d: [1, { z: null, a: true }], c: '\u0001/\u007f"' }, a: '日' },
    '{"a":"日","b":{"c":"\\u0001/\u007f\\"","d":[1,{"a":true,"z":null}]}}',
  ],
  // In UTF-16 the emoji, of two halves, would come first.
  [Object.fromEntries(['😀', '｡'].map((name) => [name, 1])), '{"｡":1,"😀":1}'],
])('%j is signed as %s', (value, text) => expect(formatCanonicalJson(value)).toBe(text));

const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

test.each([[0.5], [2 ** 53], [deep(100)]])('%j cannot be signed', (value) =>
  expect(() => formatCanonicalJson(value)).toThrow(RangeError),
);
