import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngine, type Engine, type Notification } from '../../src/engine/engine.ts';
import { createCatalog, loadService } from '../../src/service/load.ts';
import { identify } from '../../src/service/write.ts';
import { definitions } from '../../src/services/index.ts';
import { PersistentStore } from '../../src/store/persistent.ts';
import { Stores } from '../../src/store/stores.ts';
import { openPgp } from '../../src/transport/openpgp.ts';
import { Homeserver } from './homeserver.ts';
import { openFile, Reader, type RoomEvent } from './reader.ts';

const catalog = createCatalog(definitions);
const PASSWORD = 'secret';
const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

let homeserver: Homeserver;
let directory: string;
let now: number;
let engine: Engine;
let bot: string;
let ann: string;
let room: string;
const readers: Reader[] = [];

/** The engine as a new process would have it: what it knows is on disk. */
function start(path: string | undefined = directory): void {
  const stores = new Stores({ path, now: () => now });
  engine = createEngine({
    http: homeserver,
    protocols: () => Promise.reject(new Error('only HTTP is needed')),
    lackOf: () => undefined,
    sessions: (identity) => stores.open(identity!),
    readFile: () => Promise.resolve(undefined),
    pgp: openPgp,
    clock: { now: () => now, sleep: () => Promise.resolve() },
    random: { bytes: (count) => randomBytes(count), uuid: () => randomUUID() },
    throttle: false,
  });
}

const urlOf = (...targets: readonly string[]): string =>
  `matrixs://bot:${PASSWORD}@${homeserver.address}/${targets.map(encodeURIComponent).join('/')}?discovery=no`;

async function notify(body: string, { to = [room], ...rest }: Partial<Notification> & { to?: string[] } = {}) {
  const service = loadService(urlOf(...to), { catalog });
  const report = await engine.notify([{ service, tags: [] }], { body, ...rest });
  return report.outcomes.flatMap(({ attempts }) => attempts.at(-1)!.failures.map(({ reason }) => reason));
}

/** What is on disk for the URL of a room, changed at once. */
const storeOf = (target: string): PersistentStore =>
  new PersistentStore(identify(loadService(urlOf(target), { catalog }))!, {
    path: directory,
    mode: 'flush',
    now: () => now,
  });

async function addReader(user: string): Promise<Reader> {
  const device = homeserver.logIn(user);
  const reader = await Reader.open(user, device.id, homeserver.asker(device));
  readers.push(reader);
  return reader;
}

/** An answer in place of the server's to what is at a path. */
const instead = (text: string, status: number, body: string) => (path: string) =>
  path.includes(text) ? { status, body } : undefined;

const events = (of: string): RoomEvent[] => homeserver.rooms.get(of)!.events;
const sessions = (): unknown[] => events(room).map(({ content }) => content['session_id']);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'matrix-'));
  now = Date.UTC(2026, 0, 1);
  homeserver = new Homeserver();
  bot = homeserver.addUser('bot', PASSWORD);
  ann = homeserver.addUser('ann');
  room = homeserver.addRoom('ops', [bot, ann]);
  start();
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await rm(directory, { recursive: true });
});

describe('what members read', () => {
  test('is what was written, on each of their devices, in each room', async () => {
    const other = homeserver.addRoom('dev', [bot, ann]);
    const [phone, desk] = [await addReader(ann), await addReader(ann)];
    expect(await notify('Disk full', { title: 'Alert', to: [room, other] })).toEqual([]);
    for (const reader of [phone, desk]) {
      await reader.sync(bot);
      expect(await reader.texts(events(room))).toEqual(['# Alert\r\nDisk full']);
      expect(await reader.texts(events(other))).toEqual(['# Alert\r\nDisk full']);
    }
    expect(JSON.stringify(events(room))).not.toContain('Disk');
  });

  test.each(['žluťoučký 日本語 😀', '\u0000\u0001"\\\n</script>', 'half a character: \ud800'])(
    'survives any text: %j',
    async (body) => {
      const reader = await addReader(ann);
      expect(await notify(body)).toEqual([]);
      await reader.sync(bot);
      expect(await reader.texts(events(room))).toEqual([body.toWellFormed()]);
    },
  );

  test('is cut where the server would not take all of it', async () => {
    const reader = await addReader(ann);
    const body = '😀'.repeat(30_000);
    expect(await notify(body)).toEqual([]);
    await reader.sync(bot);
    const [text] = (await reader.texts(events(room))) as string[];
    expect(body.startsWith(text!)).toBe(true);
    expect(Buffer.byteLength(text!)).toBeGreaterThan(39_000);
  });

  test('includes files, of which the server learns nothing', async () => {
    const reader = await addReader(ann);
    const files = [
      { name: 'geheim.txt', type: 'text/plain', size: 5, source: { bytes: Buffer.from('hello') } },
      { name: 'geheim.png', type: 'image/png', size: 100_000, source: { bytes: randomBytes(100_000) } },
    ];
    expect(await notify('See file', { attachments: files })).toEqual([]);
    await reader.sync(bot);
    const read = await Promise.all(
      events(room)
        .slice(1)
        .map((event) => reader.read(event)),
    );
    expect(read.map(({ content }) => [content['msgtype'], content['filename'], content['info']])).toEqual([
      ['m.file', 'geheim.txt', { mimetype: 'text/plain', size: 5 }],
      ['m.image', 'geheim.png', { mimetype: 'image/png', size: 100_000 }],
    ]);
    const opened = read.map((each) => {
      const { url } = each.content['file'] as { readonly url: string };
      return Buffer.from(openFile(each, homeserver.media.get(url)!));
    });
    expect(opened.map((bytes, index) => bytes.equals(files[index]!.source.bytes))).toEqual([true, true]);
    expect(homeserver.log.join()).not.toContain('geheim');
  });

  test('of a new conversation is readable for whoever is invited', async () => {
    const reader = await addReader(ann);
    expect(await notify('Hello', { to: [ann] })).toEqual([]);
    await reader.sync(bot);
    const id = [...homeserver.rooms.keys()].at(-1)!;
    expect(await reader.texts(events(id))).toEqual(['Hello']);
  });
});

describe('a session', () => {
  test('goes on after a restart, and no key is sent twice', async () => {
    const reader = await addReader(ann);
    await notify('one');
    start();
    await notify('two');
    await reader.sync(bot);
    expect(await reader.texts(events(room))).toEqual(['one', 'two']);
    expect(new Set(sessions()).size).toBe(1);
    for (const path of ['/login', '/keys/claim', '/sendToDevice'])
      expect(homeserver.log.filter((line) => line.includes(path))).toHaveLength(1);
  });

  test('gives each of many messages at once a place of its own', async () => {
    const reader = await addReader(ann);
    const bodies = Array.from({ length: 30 }, (_, index) => `message ${index}`);
    const failures = await Promise.all(bodies.map((body) => notify(body)));
    expect(failures.flat()).toEqual([]);
    await reader.sync(bot);
    expect(new Set(await reader.texts(events(room)))).toEqual(new Set(bodies));
    expect(homeserver.devices.filter(({ user }) => user === bot)).toHaveLength(1);
    expect(new Set(sessions()).size).toBe(1);
  });

  test('that was taken, but not used before a crash, only leaves a gap', async () => {
    const reader = await addReader(ann);
    await notify('one');
    homeserver.intercept = (path) => (path.includes('/send/') ? { status: 500, body: '{}' } : undefined);
    expect(await notify('lost')).not.toEqual([]);
    homeserver.intercept = undefined;
    start();
    await notify('two');
    await reader.sync(bot);
    expect(await reader.texts(events(room))).toEqual(['one', 'two']);
  });

  test.each([
    ['100 messages', async () => Promise.all(Array.from({ length: 100 }, (_, index) => notify(`${index}`)))],
    [
      'seven days',
      async () => {
        await notify('0');
        now += 7 * DAY;
      },
    ],
  ])('ends after %s', async (_, wait) => {
    const reader = await addReader(ann);
    await wait();
    expect(new Set(sessions()).size).toBe(1);
    await notify('last');
    await reader.sync(bot);
    expect((await reader.texts(events(room))).at(-1)).toBe('last');
    expect(new Set(sessions()).size).toBe(2);
  });

  test('is shared with a device that comes later, from then on', async () => {
    const phone = await addReader(ann);
    await notify('before');
    const desk = await addReader(ann);
    now += 5 * MINUTE;
    await notify('after');
    await phone.sync(bot);
    await desk.sync(bot);
    expect(await phone.texts(events(room))).toEqual(['before', 'after']);
    expect(await desk.texts(events(room))).toEqual([undefined, 'after']);
    expect(new Set(sessions()).size).toBe(1);
  });

  test.each([
    ['a member', () => homeserver.rooms.get(room)!.joined.delete(ann)],
    [
      'a device',
      () =>
        homeserver.devices.splice(
          homeserver.devices.findIndex(({ user }) => user === ann),
          1,
        ),
    ],
  ])('ends when %s is gone', async (_, leave) => {
    const bob = homeserver.addUser('bob');
    homeserver.rooms.get(room)!.joined.add(bob);
    const [leaving, staying] = [await addReader(ann), await addReader(bob)];
    await notify('before');
    await leaving.sync(bot);
    leave();
    now += 5 * MINUTE;
    await notify('after');
    await staying.sync(bot);
    expect(await staying.texts(events(room))).toEqual(['before', 'after']);
    expect(await leaving.texts(events(room))).toEqual(['before', undefined]);
  });

  test('is a new one for every message while the disk takes nothing', async () => {
    const reader = await addReader(ann);
    await notify('one');
    await rm(directory, { recursive: true });
    await writeFile(directory, 'no directory');
    expect(await notify('two')).toEqual([]);
    expect(await notify('three')).toEqual([]);
    await reader.sync(bot);
    expect(await reader.texts(events(room))).toEqual(['one', 'two', 'three']);
    expect(new Set(sessions()).size).toBe(3);
  });

  test('is not gone on with by a device that has lost its keys', async () => {
    await addReader(ann);
    await notify('one');
    await storeOf(room).clear('e2ee_account');
    start();
    expect(await notify('two')).toEqual([]);
    expect(new Set(sessions()).size).toBe(2);
    expect(new Set(events(room).map(({ content }) => content['sender_key'])).size).toBe(2);
  });

  test('lives in memory where nothing is stored', async () => {
    start(undefined);
    const reader = await addReader(ann);
    expect([await notify('one'), await notify('two')]).toEqual([[], []]);
    await reader.sync(bot);
    expect(await reader.texts(events(room))).toEqual(['one', 'two']);
  });
});

test('what the reference has stored is taken over: the device, its keys and the number of its events', async () => {
  const reader = await addReader(ann);
  await notify('one');
  const store = new PersistentStore(identify(loadService(urlOf(room), { catalog }))!, {
    path: directory,
    now: () => now,
  });
  // The reference does not keep who has the key, and lets everything end after a while.
  await store.clear(`e2ee_readers_${room}`);
  for (const key of await store.keys()) await store.set(key, await store.get(key), { expiresInSeconds: 20 * 86_400 });
  start();
  await notify('two');
  await reader.sync(bot);
  expect(await reader.texts(events(room))).toEqual(['one', 'two']);
  expect(homeserver.devices.filter(({ user }) => user === bot)).toHaveLength(1);
  expect(homeserver.log.filter((line) => line.includes('/login'))).toHaveLength(1);
  const { id, keys } = homeserver.devices.find(({ user }) => user === bot)!;
  now += 21 * DAY;
  start();
  expect(await notify('three')).toEqual([]);
  expect(homeserver.devices.find(({ user }) => user === bot)).toMatchObject({ id, keys });
});

describe('keys', () => {
  test('are for nobody where nobody else is', async () => {
    homeserver.rooms.get(room)!.joined.delete(ann);
    expect(await notify('hello')).toEqual([]);
    expect(events(room)).toHaveLength(1);
  });

  test('are not given to a device whose own signature is wrong', async () => {
    const [forged, honest] = [await addReader(ann), await addReader(ann)];
    const device = homeserver.devices.find(({ id }) => id === forged.id)!;
    device.keys = { ...device.keys, algorithms: ['m.megolm.v1.aes-sha2', 'm.olm.v1.curve25519-aes-sha2'] };
    expect(await notify('secret')).toEqual([]);
    await Promise.all([forged.sync(bot), honest.sync(bot)]);
    expect(await forged.texts(events(room))).toEqual([undefined]);
    expect(await honest.texts(events(room))).toEqual(['secret']);
    expect(homeserver.devices.find(({ id }) => id === forged.id)!.inbox).toEqual([]);
  });

  test.each(['none', 'foreign', 'unsigned', 'useless'])('reach the others where a one-time key is %s', async (what) => {
    const [broken, whole] = [await addReader(ann), await addReader(ann)];
    const device = homeserver.devices.find(({ id }) => id === broken.id)!;
    const other = homeserver.devices.find(({ id }) => id === whole.id)!;
    device.fallbackKeys = [];
    const [, signed] = device.oneTimeKeys[0]!;
    const key = Buffer.alloc(32).toString('base64');
    if (what === 'none') device.oneTimeKeys = [];
    if (what === 'foreign') device.oneTimeKeys = [other.oneTimeKeys[3]!];
    if (what === 'unsigned') device.oneTimeKeys = [['signed_curve25519:x', { ...(signed as object), signatures: {} }]];
    if (what === 'useless') device.oneTimeKeys = [['signed_curve25519:x', { key, signatures: {} }]];
    expect(await notify('hello')).toEqual([]);
    await Promise.all([broken.sync(bot), whole.sync(bot)]);
    expect(await broken.texts(events(room))).toEqual([undefined]);
    expect(await whole.texts(events(room))).toEqual(['hello']);
  });

  test('reach a device that had no one-time key as soon as it has one', async () => {
    const [late, other] = [await addReader(ann), await addReader(ann)];
    const device = homeserver.devices.find(({ id }) => id === late.id)!;
    const kept = device.oneTimeKeys;
    [device.oneTimeKeys, device.fallbackKeys] = [[], []];
    await notify('one');
    device.oneTimeKeys = kept;
    now += 5 * MINUTE;
    await notify('two');
    await Promise.all([late.sync(bot), other.sync(bot)]);
    expect(await late.texts(events(room))).toEqual([undefined, 'two']);
    expect(await other.texts(events(room))).toEqual(['one', 'two']);
  });

  test('that no device can be given are a failure', async () => {
    const reader = await addReader(ann);
    const device = homeserver.devices.find(({ id }) => id === reader.id)!;
    [device.oneTimeKeys, device.fallbackKeys] = [[], []];
    expect(await notify('hello')).toEqual(['None of the devices in the room could be given the key to the message']);
    expect(events(room)).toEqual([]);
  });
});

describe('a server', () => {
  test.each(['joined_members', 'keys/query', 'keys/claim', 'sendToDevice', '/send/'])(
    'that refuses %s fails the message, which then goes out encrypted when it is tried again',
    async (text) => {
      const reader = await addReader(ann);
      homeserver.intercept = instead(text, 500, '{"errcode":"M_UNKNOWN"}');
      expect(await notify('hello')).toHaveLength(1);
      homeserver.intercept = undefined;
      expect(await notify('hello')).toEqual([]);
      await reader.sync(bot);
      expect(await reader.texts(events(room))).toEqual(['hello']);
    },
  );

  test.each([
    ['joined_members', '[]'],
    ['joined_members', '{"joined":null}'],
    ['joined_members', 'null'],
    ['joined_members', '<html>'],
    ['keys/query', '{"device_keys":7}'],
    ['keys/query', '{}'],
    ['keys/query', ''],
    ['keys/claim', '[]'],
    ['keys/claim', '{"one_time_keys":{"@ann:example.org":null}}'],
    ['keys/claim', '<html>'],
    ['keys/upload', '<html>'],
    ['sendToDevice', '<html>'],
  ])('that answers %s with %s fails the message', async (path, body) => {
    await addReader(ann);
    homeserver.intercept = instead(path, 200, body);
    expect(await notify('hello')).toHaveLength(1);
    expect(events(room)).toEqual([]);
  });

  test.each(['7', '[1,null]', '{"D":{}}', '{"D":{"user_id":"@ann:example.org","device_id":"D","keys":[]}}'])(
    'that states %s as devices of a user states none',
    async (devices) => {
      homeserver.intercept = instead('keys/query', 200, `{"device_keys":{"@ann:example.org":${devices}}}`);
      expect(await notify('hello')).toEqual(['Nobody in the room has a device that could read the message']);
    },
  );

  test('may nest keys as deep as it likes', async () => {
    const nested = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    homeserver.intercept = instead('keys/query', 200, `{"device_keys":{"@ann:example.org":{"D":${nested}}}}`);
    expect(await notify('hello')).toEqual(['Nobody in the room has a device that could read the message']);
  });

  test('that takes no more requests for a moment is asked again', async () => {
    const reader = await addReader(ann);
    const refused = new Set<string>();
    homeserver.intercept = (path) => {
      if (refused.has(path) || path === '/login') return undefined;
      refused.add(path);
      return { status: 429, body: '{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":10}' };
    };
    expect(await notify('hello')).toEqual([]);
    homeserver.intercept = undefined;
    await reader.sync(bot);
    expect(await reader.texts(events(room))).toEqual(['hello']);
    expect(refused.size).toBeGreaterThan(6);
  });

  test('that takes no keys gets no message', async () => {
    await addReader(ann);
    homeserver.intercept = instead('keys/upload', 403, '{}');
    expect(await notify('hello')).toEqual([
      'The room is encrypted, and the server has not taken the keys of this device',
    ]);
    expect(events(room)).toEqual([]);
  });

  test('cannot take encryption away, nor leave it open', async () => {
    await addReader(ann);
    homeserver.intercept = instead('state/m.room.encryption', 500, '{}');
    expect(await notify('unknown')).toHaveLength(1);
    homeserver.intercept = instead('state/m.room.encryption', 200, '{"algorithm":"m.rot13"}');
    expect(await notify('unknown')).toEqual(['The room is encrypted in a way that is not known']);
    homeserver.intercept = undefined;
    await notify('one');
    homeserver.intercept = instead('state/m.room.encryption', 404, '{}');
    start();
    await notify('two');
    const types = events(room).map(({ type }) => type);
    expect(types).toEqual(['m.room.encrypted', 'm.room.encrypted']);
  });

  test('that has forgotten the device gets its keys again, under the same name', async () => {
    const reader = await addReader(ann);
    await notify('one');
    const device = homeserver.devices.find(({ user }) => user === bot)!;
    homeserver.devices.splice(homeserver.devices.indexOf(device), 1);
    start();
    expect(await notify('two')).toEqual([]);
    await reader.sync(bot);
    expect(await reader.texts(events(room))).toEqual(['one', 'two']);
    const again = homeserver.devices.find(({ user }) => user === bot)!;
    expect([again.id, again.keys]).toEqual([device.id, device.keys]);
  });
});
