import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PersistentStore, type StoreOptions } from './persistent.ts';
import { Stores } from './stores.ts';

let path: string;
let opened: PersistentStore[];
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'store-'));
  opened = [];
});
afterEach(async () => {
  // What is still to be written would be written after the directory is gone.
  await Promise.all(opened.map((store) => store.flush()));
  await rm(path, { recursive: true });
});

function open(options: StoreOptions = {}): PersistentStore {
  const store = new PersistentStore('bot', { path, ...options });
  opened.push(store);
  return store;
}
const cacheFile = (): string => join(path, 'bot', 'cache.psdata');
const onDisk = async (): Promise<Record<string, { v: unknown }>> =>
  JSON.parse(gunzipSync(await readFile(cacheFile())).toString()) as Record<string, { v: unknown }>;
const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

describe('values', () => {
  test('are kept for the next process', async () => {
    const store = open();
    await store.set('token', { value: 'abc', scopes: ['read', 'write'] });
    await store.flush();
    expect(await open().get('token')).toEqual({ value: 'abc', scopes: ['read', 'write'] });
  });

  test('go to disk in a moment, or at once in flush mode', async () => {
    await open().set('token', 'abc');
    expect(await exists(cacheFile())).toBe(false);
    await vi.waitFor(async () => expect(await onDisk()).toMatchObject({ token: { v: 'abc' } }), 5000);
    await open({ mode: 'flush' }).set('token', 'def');
    expect(await onDisk()).toMatchObject({ token: { v: 'def' } });
  });

  test('end when their time is up, and are then no longer written', async () => {
    let now = 1_000_000;
    const store = open({ now: () => now });
    await store.set('short', 1, { expiresInSeconds: 10 });
    await store.set('long', 2, { expiresInSeconds: 1000 });
    now += 10_000;
    expect(await store.get('short')).toBeUndefined();
    expect(await store.get('long')).toBe(2);
    await store.flush();
    expect(Object.keys(await onDisk())).toEqual(['long']);
  });

  test('that are not persistent stay in memory and hold up nothing else', async () => {
    const store = open();
    await store.set('kept', 1);
    await store.set('passing', 2, { persistent: false });
    await store.flush();
    expect(await store.get('passing')).toBe(2);
    expect(Object.keys(await onDisk())).toEqual(['kept']);
  });

  test('are copies', async () => {
    const store = open();
    const list = ['a'];
    await store.set('list', list);
    list.push('b');
    expect(await store.get('list')).toEqual(['a']);
  });

  test('once cleared are gone from the former version too', async () => {
    const store = open({ mode: 'flush' });
    await store.set('token', 'one');
    await store.set('token', 'two');
    await store.clear();
    expect(await readdir(join(path, 'bot'))).toEqual(['tmp', 'var']);
  });
});

describe('files', () => {
  test('are private, in directories for their group, with the version before beside them', async () => {
    const store = open({ mode: 'flush' });
    await store.set('token', 'one');
    await store.set('token', 'two');
    await store.writeFile('private_key.pem', Buffer.from('key'));
    const modes = await Promise.all(
      ['', 'cache.psdata', 'cache._psbak', 'private_key.pem'].map(async (name) =>
        ((await stat(join(path, 'bot', name))).mode & 0o707).toString(8),
      ),
    );
    expect(modes).toEqual(['700', '600', '600', '600']);
    expect(gunzipSync(await readFile(join(path, 'bot', 'cache._psbak'))).toString()).toContain('"one"');
    expect(await readdir(join(path, 'bot', 'tmp'))).toEqual([]);
  });

  test('of keys are read back, from memory where there is no disk', async () => {
    for (const store of [open(), new PersistentStore('bot', {})]) {
      expect(await store.readFile('public.pem')).toBeUndefined();
      await store.writeFile('public.pem', Buffer.from('key'));
      expect(Buffer.from((await store.readFile('public.pem'))!).toString()).toBe('key');
    }
  });

  test.each(['../x', 'a/b', '', '.hidden', 'a\0b', '..'])('and namespaces are not named %j', async (name) => {
    expect(() => new PersistentStore(name, { path })).toThrow('the name cannot be the name of a file');
    await expect(open().readFile(name)).rejects.toMatchObject({ code: 'invalid-name' });
    await expect(open().writeFile(name, Buffer.from(''))).rejects.toMatchObject({ code: 'invalid-name' });
    await expect(open().contents.write(Buffer.from(''), name)).rejects.toMatchObject({ code: 'invalid-name' });
  });

  test('of contents share a limit with the cache', async () => {
    const { contents } = open();
    const noise = crypto.getRandomValues(new Uint8Array(60_000));
    expect(await contents.write(new Uint8Array(2 ** 20), 'zeros')).toBe(true);
    expect(
      await contents.write(Buffer.concat(Array.from({ length: 18 }, () => noise)), 'big', { compress: false }),
    ).toBe(false);
    expect(await contents.write(noise, 'fits', { compress: false })).toBe(true);
    expect(await contents.size()).toBeLessThan(2 ** 17);
    await contents.delete();
    expect(await contents.files()).toEqual([]);
  });

  test('in use are not old', async () => {
    const store = open({ mode: 'flush' });
    await store.set('token', 'one');
    const longAgo = new Date(Date.now() - 40 * 86_400_000);
    await utimes(cacheFile(), longAgo, longAgo);
    await open().get('token');
    expect(Date.now() - (await stat(cacheFile())).mtimeMs).toBeLessThan(60_000);
  });
});

describe('trouble', () => {
  const warnings: string[] = [];
  const warn = (message: string): unknown => warnings.push(message);
  beforeEach(() => void warnings.splice(0));

  test.each(['not gzip', ''])('a spoiled cache (%j) counts as empty and stays beside the new one', async (content) => {
    await mkdir(join(path, 'bot'));
    await writeFile(cacheFile(), content);
    const store = open({ warn });
    await store.set('token', 'new');
    expect(await store.flush()).toBe(true);
    expect(await onDisk()).toMatchObject({ token: { v: 'new' } });
    expect(await readFile(join(path, 'bot', 'cache._psbak'), 'utf8')).toBe(content);
    expect(warnings).toHaveLength(1);
  });

  test('a directory that cannot be made leaves everything in memory', async () => {
    await writeFile(join(path, 'bot'), 'in the way');
    const store = open({ mode: 'flush', warn });
    await store.set('token', 'abc');
    expect(await store.get('token')).toBe('abc');
    expect(store.mode).toBe('memory');
    expect(warnings).toHaveLength(1);
  });

  test('a directory that vanished is made again', async () => {
    const store = open({ mode: 'flush' });
    await store.set('token', 'abc');
    await rm(join(path, 'bot'), { recursive: true });
    await store.set('other', 'def');
    expect(Object.keys(await onDisk())).toEqual(['token', 'other']);
  });

  test('a write that fails loses nothing', async () => {
    const store = open({ warn });
    await store.set('token', 'abc');
    await mkdir(cacheFile());
    expect(await store.flush()).toBe(false);
    await rm(cacheFile(), { recursive: true });
    expect(await store.flush()).toBe(true);
    expect(await onDisk()).toMatchObject({ token: { v: 'abc' } });
    expect(warnings).toHaveLength(1);
  });
});

describe('concurrency', () => {
  test('writes are shared and never mixed', async () => {
    const store = open({ mode: 'flush' });
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.set(`key${index}`, index)));
    expect(Object.keys(await onDisk())).toHaveLength(50);
    expect(await readdir(join(path, 'bot', 'tmp'))).toEqual([]);
  });

  test('work under the lock runs one after the other', async () => {
    const store = open();
    await store.set('counter', 0);
    const increment = async (): Promise<void> => {
      const before = (await store.get('counter')) as number;
      await new Promise((resolve) => setTimeout(resolve, 1));
      await store.set('counter', before + 1);
    };
    await Promise.all(Array.from({ length: 20 }, () => store.lock(increment)));
    await expect(store.lock(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    await store.lock(increment);
    expect(await store.get('counter')).toBe(21);
  });

  test('a process keeps what another one changed meanwhile', async () => {
    const [ours, theirs] = [open({ mode: 'flush' }), open({ mode: 'flush' })];
    await ours.set('shared', 'old');
    await ours.set('dropped', 'old');
    await theirs.set('shared', 'new');
    await theirs.clear('dropped');
    await ours.set('mine', 1);
    expect(await onDisk()).toMatchObject({ shared: { v: 'new' }, mine: { v: 1 } });
    expect(await ours.keys()).toEqual(['shared', 'mine']);
  });

  test('everybody who opens a namespace gets the same object, as long as it is among the last ones used', async () => {
    const stores = new Stores({ path });
    const unsaved = stores.open('unsaved');
    await unsaved.set('token', 'abc');
    const idle = stores.open('idle');
    for (let index = 0; index < 1000; index++) stores.open(`n${index}`);
    expect(stores.open('unsaved')).toBe(unsaved);
    expect(stores.open('idle')).not.toBe(idle);
    expect(await stores.flush()).toBe(true);
    expect(await exists(join(path, 'unsaved', 'cache.psdata'))).toBe(true);
  });
});
