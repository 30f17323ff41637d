import { expect, test } from 'vitest';
import { defaultAsset } from '../service/asset.ts';
import { createCatalog, loadService } from '../service/load.ts';
import json from '../services/json.ts';
import { createMemories } from './memories.ts';

const options = { catalog: createCatalog([json]), asset: defaultAsset };
const [one, other] = [loadService('json://one', options), loadService('json://other', options)];

test('services of one identity share a memory, those without have their own', () => {
  const memoryOf = createMemories();
  expect(memoryOf(one, 'a')).toBe(memoryOf(other, 'a'));
  expect(memoryOf(one, 'a')).not.toBe(memoryOf(one, 'b'));
  expect(memoryOf(one, undefined)).toBe(memoryOf(one, undefined));
  expect(memoryOf(one, undefined)).not.toBe(memoryOf(other, undefined));
});

test('memories do not pile up', () => {
  const memoryOf = createMemories();
  const first = memoryOf(one, 'first');
  for (let index = 0; index < 1000; index++) memoryOf(one, String(index));
  expect(memoryOf(one, 'first')).not.toBe(first);
});

test('the memory of an identity that is in use stays', () => {
  const memoryOf = createMemories();
  const used = memoryOf(one, 'used');
  for (let index = 0; index < 2000; index++) {
    memoryOf(one, String(index));
    expect(memoryOf(one, 'used')).toBe(used);
  }
});
