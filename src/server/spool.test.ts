import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Attachment } from '../service/message.ts';
import { MemoryBudget, Spool } from './spool.ts';

const root = mkdtempSync(join(tmpdir(), 'apprise-test-'));
const directory = join(root, 'attach');

afterAll(() => rmSync(root, { recursive: true }));

const contentOf = (source: Attachment['source']): string =>
  ('bytes' in source ? Buffer.from(source.bytes) : readFileSync(source.path)).toString();

it('keeps in memory what the budget allows, until it is disposed of', async () => {
  const budget = new MemoryBudget(10);
  const spool = new Spool(directory, budget);
  await spool.write(Buffer.from('hello '));
  await spool.write(Buffer.from('you'));
  const source = await spool.finish();
  expect([Object.keys(source), contentOf(source)]).toEqual([['bytes'], 'hello you']);
  expect(existsSync(directory)).toBe(false);
  expect(budget.take(2)).toBe(false);
  await spool.dispose();
  expect(budget.take(10)).toBe(true);
});

it('goes to disk when the budget is used up, and gives back what it took', async () => {
  const budget = new MemoryBudget(10);
  const spool = new Spool(directory, budget);
  const pieces = ['hello ', 'everybody', ' ', 'x'.repeat(600_000), '!'];
  for (const piece of pieces) await spool.write(Buffer.from(piece));
  expect(budget.take(10)).toBe(true);
  const source = await spool.finish();
  expect([Object.keys(source), contentOf(source)]).toEqual([['path'], pieces.join('')]);
  await spool.dispose();
  expect('path' in source && existsSync(source.path)).toBe(false);
});

it('fails where there is no directory, and leaves nothing', async () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  const spool = new Spool(join(file, 'attach'), new MemoryBudget(0));
  await expect(spool.write(Buffer.from('x'))).rejects.toThrow(/ENOTDIR/);
  await spool.dispose();
});
