import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Configurations, type StatefulMode } from './configurations.ts';
import { canWrite } from './health.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'configurations-'));
});
afterEach(() => rm(directory, { recursive: true }));

const open = (mode: StatefulMode): Configurations => new Configurations({ directory, mode, secret: 'salt' });
const files = async (): Promise<string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();

describe.each(['hash', 'simple'] as const)('%s mode', (mode) => {
  test('what is saved loads again, byte for byte', async () => {
    const store = open(mode);
    const content = 'home=json://localhost\r\n# é 😀\n';
    await store.save('käse_1', content, 'text');
    expect(await store.load('käse_1')).toMatchObject({ content, format: 'text' });
    expect(await store.load('other')).toBeUndefined();
  });

  test('a file is known by its identity until it changes', async () => {
    const store = open(mode);
    expect(store.identify('key')).toBeUndefined();
    await store.save('key', 'json://one', 'text');
    const identity = store.identify('key');
    expect(await store.load('key')).toMatchObject({ content: 'json://one', identity });
    await store.save('key', 'json://two', 'text');
    expect(store.identify('key')).not.toBe(identity);
  });

  test('a key has one format', async () => {
    const store = open(mode);
    await store.save('key', 'json://localhost', 'text');
    await store.save('key', 'urls: []', 'yaml');
    expect(await files()).toHaveLength(1);
    expect(await store.load('key')).toMatchObject({ content: 'urls: []', format: 'yaml' });
  });

  test('saving both formats at once leaves one of them', async () => {
    const store = open(mode);
    await Promise.all([store.save('key', 'json://localhost', 'text'), store.save('key', 'urls: []', 'yaml')]);
    expect(await store.load('key')).toMatchObject({ format: 'yaml' });
  });

  test('removing says whether there was anything', async () => {
    const store = open(mode);
    await store.save('key', 'json://localhost', 'text');
    expect(await store.remove('key')).toBe(true);
    expect(await store.remove('key')).toBe(false);
    expect(await files()).toEqual([]);
  });

  test('a failed save leaves what was there, and no other file', async () => {
    const store = open(mode);
    await store.save('key', 'urls: []', 'yaml');
    const [name = ''] = await files();
    const parent = (await readdir(directory, { recursive: true, withFileTypes: true })).find((e) => e.isFile())!;
    await mkdir(join(parent.parentPath, name.replace(/\.yaml$/, '.text').replace(/\.yml$/, '.cfg')));
    await expect(store.save('key', 'json://localhost', 'text')).rejects.toMatchObject({ code: 'unwritable' });
    expect(await files()).toEqual([name]);
    await expect(store.remove('key')).rejects.toMatchObject({ code: 'unwritable' });
  });

  test('where the directory is a file nothing is found and nothing can be saved', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    const store = new Configurations({ directory: file, mode, secret: '' });
    expect(await store.load('key')).toBeUndefined();
    await expect(store.save('key', '', 'text')).rejects.toMatchObject({ code: 'unwritable' });
  });
});

describe('on disk', () => {
  test('hash mode compresses under a salted hash', async () => {
    await open('hash').save('key', 'json://localhost', 'text');
    const hash = createHash('sha224').update('saltkey').digest('hex');
    const file = join(directory, hash.slice(0, 2), `${hash.slice(2)}.text`);
    expect(gunzipSync(await readFile(file)).toString()).toBe('json://localhost');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('simple mode uses the key, lists keys, and text wins over yaml', async () => {
    const store = open('simple');
    await writeFile(join(directory, 'hand.cfg'), 'json://localhost');
    await writeFile(join(directory, 'hand.yml'), 'urls: []');
    await writeFile(join(directory, '.hidden.cfg'), '');
    await mkdir(join(directory, 'store'));
    await writeFile(join(directory, 'b.yml'), '');
    expect(await store.load('hand')).toMatchObject({ format: 'text' });
    expect(await store.list()).toEqual(['b', 'hand', 'hand']);
    expect(await store.load('store')).toBeUndefined();
  });

  test.each(['../key', 'a/b', 'a\0b'])('simple mode refuses the key %j', async (key) => {
    const store = open('simple');
    await expect(store.load(key)).rejects.toMatchObject({ code: 'invalid-name' });
    await expect(store.save(key, '', 'text')).rejects.toMatchObject({ code: 'invalid-name' });
    await expect(store.remove(key)).rejects.toMatchObject({ code: 'invalid-name' });
  });

  test('a key too long for a file name is none', async () => {
    expect(await open('simple').load('ü'.repeat(128))).toBeUndefined();
  });

  test('disabled mode keeps nothing', async () => {
    const store = open('disabled');
    await expect(store.save('key', '', 'text')).rejects.toMatchObject({ code: 'unwritable' });
    expect([await store.load('key'), await store.remove('key'), await store.list()]).toEqual([undefined, false, []]);
  });

  test('a file that does not unpack is unreadable', async () => {
    const store = open('hash');
    await store.save('key', 'json://localhost', 'text');
    const file = (await readdir(directory, { recursive: true })).find((name) => name.endsWith('.text'))!;
    await writeFile(join(directory, file), gzipSync('json://localhost').subarray(0, 15));
    await expect(store.load('key')).rejects.toMatchObject({ code: 'unreadable' });
  });
});

describe('health', () => {
  test('a missing directory is made and marked', async () => {
    const missing = join(directory, 'a', 'b');
    expect(await canWrite(missing)).toBe(true);
    expect(await readdir(missing)).toEqual(['.tmp_hc']);
  });

  test('a recent mark is believed, unless forced', async () => {
    await canWrite(directory);
    await rm(join(directory, '.tmp_hc'));
    await mkdir(join(directory, '.tmp_hc'));
    expect(await canWrite(directory)).toBe(true);
    expect(await canWrite(directory, { now: () => Date.now() + 31_000 })).toBe(false);
    expect(await canWrite(directory, { force: true })).toBe(false);
  });

  test('a file is no directory', async () => {
    await writeFile(join(directory, 'file'), '');
    expect(await canWrite(join(directory, 'file'))).toBe(false);
  });
});
