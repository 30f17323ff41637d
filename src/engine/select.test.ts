import { describe, expect, test } from 'vitest';
import { parseFilter, parseTags, splitTags, type Tag } from '../service/tags.ts';
import { retryOf, select } from './select.ts';

interface Named {
  readonly name: string;
  readonly tags: readonly Tag[];
}

const entries = (services: Readonly<Record<string, string>>): Named[] =>
  Object.entries(services).map(([name, tags]) => ({ name, tags: parseTags(splitTags(tags)) }));

/** Chains as `tag: priority names | priority names`. */
const chains = (services: Readonly<Record<string, string>>, filter: unknown): string[] =>
  select(entries(services), parseFilter(filter)).map(
    ({ tag = '-', batches }) =>
      `${tag}: ${batches.map((batch) => `${batch.priority} ${batch.entries.map(({ name }) => name).join()}`).join(' | ')}`,
  );

describe('services are selected', () => {
  test('all at once without a filter, or for exact priorities', () => {
    const services = { one: '1:a', two: '2:a', none: '' };
    expect(chains(services, undefined)).toEqual(['-: 0 one,two,none']);
    expect(chains(services, 'all')).toEqual(['-: 0 one,two,none']);
    expect(chains(services, '2:a')).toEqual(['-: 0 two']);
    expect(chains(services, 'b')).toEqual([]);
  });

  test('by priority, the first chain whose tag they carry', () => {
    const services = { late: '2:a', soon: '1:a, b', other: '0:b', plain: 'a' };
    expect(chains(services, 'a b')).toEqual(['a: 0 plain | 1 soon | 2 late', 'b: 0 other']);
    expect(chains(services, ['b', 'a'])).toEqual(['a: 0 plain | 2 late', 'b: 0 soon,other']);
  });

  test('in a chain of their own where no single tag selects them', () => {
    const services = { both: '2:a 1:b', always: '5:always', first: 'a' };
    expect(chains(services, [['a', 'b'], 'c'])).toEqual(['-: 0 always | 1 both']);
  });
});

test('a filter changes the retries of the services it names, within bounds', () => {
  const filter = parseFilter(['a:2', 'b:1000000', 'c']);
  const retry = (tags: string): number | undefined => retryOf(filter, parseTags(splitTags(tags)));
  expect([retry('b a'), retry('b'), retry('c'), retry('always')]).toEqual([2, 100, undefined, undefined]);
});
