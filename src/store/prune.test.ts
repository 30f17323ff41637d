import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listNamespaces, pruneStores } from './prune.ts';

const HOUR = 3600;
let path: string;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'prune-'));
  const files = { 'one/cache.psdata': 5, 'one/var/key.psdata': 1, 'one/tmp/half': 5, 'two/cache._psbak': 5 };
  for (const [name, hours] of Object.entries(files)) await put(name, hours);
});
afterEach(() => rm(path, { recursive: true }));

async function put(name: string, ageHours: number): Promise<void> {
  const file = join(path, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '');
  const seconds = Date.now() / 1000 - ageHours * HOUR;
  await utimes(file, seconds, seconds);
}

async function prune(options: Parameters<typeof pruneStores>[1]): Promise<string[]> {
  const found = [...(await pruneStores(path, options)).values()].flat();
  return found.map((file) => relative(path, file.path)).toSorted();
}

const left = async (): Promise<string[]> => (await readdir(path, { recursive: true })).toSorted();

test('old files are named, and nothing is removed unless asked', async () => {
  const before = await left();
  const expected = ['one/cache.psdata', 'one/tmp/half', 'two/cache._psbak'];
  expect(await prune({ olderThanSeconds: 2 * HOUR })).toEqual(expected);
  expect(await left()).toEqual(before);
});

test('removal takes old files and the directories it empties', async () => {
  await prune({ olderThanSeconds: 2 * HOUR, remove: true });
  expect(await left()).toEqual(['one', 'one/var', 'one/var/key.psdata']);
});

test('foreign files and other namespaces stay', async () => {
  await put('one/var/notes.txt', 100);
  await put('two/key.pem', 100);
  await prune({ olderThanSeconds: 0, namespaces: ['o'], remove: true });
  expect(await left()).toEqual(['one', 'one/var', 'one/var/notes.txt', 'two', 'two/cache._psbak', 'two/key.pem']);
});

test('an age is needed', async () => {
  await expect(prune({ olderThanSeconds: -1, remove: true })).rejects.toThrow(RangeError);
  await expect(prune({ olderThanSeconds: Number.NaN, remove: true })).rejects.toThrow(RangeError);
});

test('namespaces are the directories with their names, none where there is nothing', async () => {
  await mkdir(join(path, '.hidden'));
  expect((await listNamespaces(path)).toSorted()).toEqual(['one', 'two']);
  expect(await listNamespaces(join(path, 'nowhere'))).toEqual([]);
});
