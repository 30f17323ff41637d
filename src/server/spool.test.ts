import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import type { Attachment } from '../service/message.ts';
import { createSpool, MemoryBudget } from './spool.ts';

const root = mkdtempSync(join(tmpdir(), 'apprise-test-'));
const directory = join(root, 'attach');

afterAll(() => rmSync(root, { recursive: true }));

const contentOf = (source: Attachment['source']): string =>
  ('bytes' in source ? Buffer.from(source.bytes) : readFileSync(source.path)).toString();

it('keeps in memory what the budget allows, and gives back what is not used', async () => {
  const budget = new MemoryBudget(20);
  const spool = createSpool(directory, 15, budget);
  expect(budget.take(6)).toBeUndefined();
  for (const piece of ['hello ', 'you']) await spool.write(Buffer.from(piece));
  const source = await spool.finish();
  expect([Object.keys(source), contentOf(source)]).toEqual([['bytes'], 'hello you']);
  expect(existsSync(directory)).toBe(false);
  expect(budget.take(11)).toBeDefined();
  await spool.dispose();
  expect(budget.take(9)).toBeDefined();
});

it('lends memory that came back to the next who fits in, for a while', () => {
  vi.useFakeTimers();
  const budget = new MemoryBudget(1_000_000);
  const memory = budget.take(400_000)!;
  budget.keep(memory);
  const smaller = budget.take(300_000)!;
  expect(smaller).toBe(memory);
  expect(budget.take(300_000)).not.toBe(memory);
  budget.keep(memory);
  vi.advanceTimersByTime(5000);
  budget.give(1_000_000);
  expect(budget.take(300_000)).not.toBe(memory);
  vi.useRealTimers();
});

it('goes to disk where memory does not suffice', async () => {
  const spool = createSpool(directory, 15, new MemoryBudget(14));
  const pieces = ['hello ', 'x'.repeat(600_000), '!'];
  for (const piece of pieces) await spool.write(Buffer.from(piece));
  const source = await spool.finish();
  expect([Object.keys(source), contentOf(source)]).toEqual([['path'], pieces.join('')]);
  await spool.dispose();
  expect('path' in source && existsSync(source.path)).toBe(false);
});

it('fails where there is no directory, and leaves nothing', async () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  const spool = createSpool(join(file, 'attach'), 1, new MemoryBudget(0));
  await spool.write(Buffer.from('x'));
  await expect(spool.finish()).rejects.toThrow(/ENOTDIR/);
  await spool.dispose();
});
