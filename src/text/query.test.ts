import { expect, test } from 'vitest';
import { parseQuery } from './query.ts';

const pairs = (map: ReadonlyMap<string, string>) => Object.fromEntries(map);

test('separates pairs at & and ;, and cuts them at the first =', () => {
  expect(pairs(parseQuery('a=1;b==2&c&A= 3 ').query)).toEqual({ a: '3', b: '=2', c: '' });
});

test('leaves a + in values and at the head of names', () => {
  const { query, headers } = parseQuery('+a+b=c+d');
  expect(pairs(query)).toEqual({ '+a b': 'c+d' });
  expect(pairs(headers)).toEqual({ 'a b': 'c+d' });
  expect(pairs(parseQuery('a=b+c', { plusIsBlank: true }).query)).toEqual({ a: 'b c' });
});

test('keeps marked names as written, but for a line break and what follows it', () => {
  const { headers, params, payload } = parseQuery('%2BX%0AY=1& H=2&-P=3&:K=4');
  expect(pairs(headers)).toEqual({ X: '1', H: '2' });
  expect(pairs(params)).toEqual({ P: '3' });
  expect(pairs(payload)).toEqual({ K: '4' });
});

test('keeps all names as written on demand', () => {
  expect(pairs(parseQuery('A=1& b =2', { exactNames: true }).query)).toEqual({ A: '1', ' b ': '2' });
});

test('takes names that objects are born with', () => {
  expect(parseQuery('__proto__=1&constructor=2').query.get('__proto__')).toBe('1');
});
