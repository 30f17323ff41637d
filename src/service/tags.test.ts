import { array, assert, property, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matches, parseFilter, parseTag, parseTagExpression, parseTags, splitTags } from './tags.ts';

const selected = (filter: unknown, tags: string, always = true): boolean => {
  const parsed = parseFilter(filter, { always });
  return parsed === undefined || matches(parsed, parseTags(splitTags(tags)));
};

describe('a tag', () => {
  test.each([
    ['Team', { name: 'team', priority: 0, explicit: false, retry: undefined }],
    [' 2:team ', { name: 'team', priority: 2, explicit: true, retry: undefined }],
    ['team:3', { name: 'team', priority: 0, explicit: false, retry: 3 }],
    ['0:team:1', { name: 'team', priority: 0, explicit: true, retry: 1 }],
    ['1:', { name: '1:', priority: 0, explicit: false, retry: undefined }],
    ['-1:x', { name: '-1:x', priority: 0, explicit: false, retry: undefined }],
  ])('%j', (text, tag) => expect(parseTag(text)).toEqual(tag));

  test('of two texts for one name the alphabetically first counts', () => {
    expect(parseTags(['2:a', 'b', '10:a'])).toMatchObject([{ name: 'a', priority: 10 }, { name: 'b' }]);
  });

  test('texts are cut wherever lists are, however deep', () => {
    const endless: unknown[] = ['d'];
    endless.push(endless);
    expect(splitTags(['b, a', [['c;b'], 5, null], endless])).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('a filter', () => {
  test.each([
    // Alternatives in a text, conditions in a member of a list.
    ['a b', 'b', true],
    [['a b'], 'b', false],
    [['a b'], 'a b', true],
    [[['a', ['b']], 'c'], 'c', true],
    // Priorities are exact where they are written.
    ['a', '3:a', true],
    ['3:a', '3:a', true],
    ['0:a', 'a', true],
    ['1:a', 'a', false],
    // Names with a meaning of their own.
    ['all', '', true],
    ['ALL', '', true],
    [[['all', 'a']], 'b', false],
    ['a', 'always', true],
    ['', 'always', false],
    // Nothing means the services without tags.
    [null, '', true],
    [[], 'a', false],
    [['a', []], '', true],
    [undefined, 'a', true],
    // What is no filter means nobody; what is no part ends the list.
    [5, '', false],
    [['a', 5], 'a', true],
    [[5, 'a'], 'a', false],
    [['a', 5], 'always', false],
  ])('%j on a service tagged %j: %s', (filter, tags, expected) => expect(selected(filter, tags)).toBe(expected));

  test('may leave out services tagged always', () => expect(selected('a', 'always', false)).toBe(false));

  test('knows its chains, exact priorities and retries', () => {
    const filter = parseFilter(['b:2', ['a', 'c'], ['d'], 'a 1:e']);
    expect(filter).toMatchObject({ chains: ['b', 'd', 'e', 'a'], exact: true });
    expect(filter?.retries).toMatchObject([{ name: 'b', retry: 2 }]);
  });

  test('of plain names matches whoever carries one of them', () => {
    const name = stringMatching(/^[a-d]$/);
    assert(
      property(array(name, { minLength: 1 }), array(name), (wanted, carried) => {
        const expected = wanted.some((tag) => carried.includes(tag));
        expect(selected(wanted.join(' '), carried.join(','))).toBe(expected);
        expect(selected(wanted, carried.join(','))).toBe(expected);
      }),
    );
  });
});

describe('a tag expression of the HTTP API', () => {
  test.each([
    ['a', ['a']],
    ['a b, c', [['a', 'b'], 'c']],
    [
      '1:a+b:2 | c & d',
      [
        ['1:a', 'b:2'],
        ['c', 'd'],
      ],
    ],
    [' , ', []],
  ])('%j', (text, expected) => expect(parseTagExpression(text)).toEqual(expected));

  test.each(['a;b', '[a]', '+', 'a.b', ':a', '-a', 'é', 'a:b'])('%j is none', (text) => {
    expect(parseTagExpression(text)).toBeUndefined();
  });
});
