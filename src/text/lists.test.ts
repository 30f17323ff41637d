import { expect, test } from 'vitest';
import { parseList, sortByText, splitItems, splitPhrases } from './lists.ts';

test('items are cut at white space, commas, semicolons and brackets', () => {
  expect(splitItems(' [b, a];b\u3000c/d|e ')).toEqual(['b', 'a', 'b', 'c/d|e']);
  expect(splitItems(' ,;')).toEqual([]);
});

test('phrases keep their blanks', () => expect(splitPhrases(' a b ;c, ,d')).toEqual(['a b', 'c', 'd']));

test('a list has each item once, sorted', () => expect(parseList('b a, B;a 10 9')).toEqual(['10', '9', 'B', 'a', 'b']));

test('items are in the order of their texts, of those with the same text the last', () =>
  expect(sortByText([10, 9, 2, 9.5, 7.25], (number) => String(Math.trunc(number)))).toEqual([10, 2, 7.25, 9.5]));
