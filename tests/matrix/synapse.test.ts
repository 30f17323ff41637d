import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRuntime } from '../../src/runtime.ts';
import { createCatalog, loadService, type Service } from '../../src/service/load.ts';
import type { Attachment } from '../../src/service/message.ts';
import { identify } from '../../src/service/write.ts';
import { definitions } from '../../src/services/index.ts';
import { PersistentStore } from '../../src/store/persistent.ts';
import { openFile, Reader, type Ask, type RoomEvent } from './reader.ts';
import { Synapse } from '../servers/synapse.ts';

type Json = Readonly<Record<string, unknown>>;
const catalog = createCatalog(definitions);

const encryptedIn = (room: unknown, events: readonly RoomEvent[]): RoomEvent[] =>
  events.filter(({ type, room_id }) => type === 'm.room.encrypted' && room_id === room);

describe('messages to Synapse', () => {
  let synapse: Synapse;
  let directory: string;
  let token = '';
  let reader: Reader;
  const authorities = getCACertificates('default');

  const request = async (method: string, path: string, body?: string): Promise<Response> => {
    const authorization = token ? { Authorization: `Bearer ${token}` } : undefined;
    return fetch(synapse.origin + path, { method, headers: { ...authorization }, ...(body !== undefined && { body }) });
  };
  const ask: Ask = async (method, path, body) =>
    (await (await request(method, `/_matrix/client/v3${path}`, body)).json()) as Json;

  const serviceFor = (target: string): Service => {
    const url = `matrixs://bot:bot-password@localhost:${synapse.securePort}/${encodeURIComponent(target)}`;
    return loadService(`${url}?discovery=no&hsreq=no`, { catalog });
  };

  /** Sends messages at once, from a process of their own, which knows what is on disk. */
  async function notify(target: string, bodies: readonly string[], attachments: readonly Attachment[] = []) {
    const runtime = createRuntime({ storagePath: directory });
    const entries = [{ service: serviceFor(target), tags: [] }];
    const reports = await Promise.all(bodies.map((body) => runtime.engine.notify(entries, { body, attachments })));
    await runtime.close();
    return reports.map(({ result }) => result);
  }

  beforeAll(async () => {
    synapse = await Synapse.start();
    directory = await mkdtemp(join(tmpdir(), 'matrix-'));
    setDefaultCACertificates([...authorities, synapse.authority]);
    const account = { auth: { type: 'm.login.dummy' }, username: 'ann', password: randomUUID() };
    const registered = await ask('POST', '/register', JSON.stringify(account));
    token = String(registered['access_token']);
    reader = await Reader.open('@ann:localhost', String(registered['device_id']), ask);
  }, 60_000);
  afterAll(async () => {
    setDefaultCACertificates(authorities);
    reader?.close();
    await rm(directory, { recursive: true, force: true });
    await synapse?.process.stop();
  });

  test('are read by a member of an encrypted room, files too', async () => {
    // The first message makes the account, whom only then somebody can invite.
    expect(await notify('@ann:localhost', ['hello'])).toEqual([true]);
    const room = {
      preset: 'private_chat',
      invite: ['@bot:localhost'],
      initial_state: [{ type: 'm.room.encryption', content: { algorithm: 'm.megolm.v1.aes-sha2' } }],
    };
    const { room_id: id } = await ask('POST', '/createRoom', JSON.stringify(room));
    expect(await notify(String(id), ['one'])).toEqual([true]);
    const bytes = Buffer.from('content of a file');
    const file = { name: 'a.txt', type: 'text/plain', size: bytes.length, source: { bytes } };
    expect(await notify(String(id), ['two'], [file])).toEqual([true]);
    const events = encryptedIn(id, await reader.sync('@bot:localhost'));
    expect(await reader.texts(events)).toEqual(['one', 'two', 'a.txt']);
    const shown = await reader.read(events[2]!);
    const { url } = shown.content['file'] as { readonly url: string };
    const kept = await request('GET', `/_matrix/client/v1/media/download/${url.slice('mxc://'.length)}`);
    expect(Buffer.from(openFile(shown, Buffer.from(await kept.arrayBuffer()))).toString()).toBe('content of a file');
  }, 60_000);

  test('of a conversation are read by whoever joins it later', async () => {
    expect(await notify('@ann:localhost', ['again'])).toEqual([true]);
    const sync = (await ask('GET', '/sync?timeout=0')) as { rooms?: { invite?: Json } };
    const [id = ''] = Object.keys(sync.rooms?.invite ?? {});
    await ask('POST', `/join/${encodeURIComponent(id)}`, '{}');
    const events = encryptedIn(id, await reader.sync('@bot:localhost'));
    expect(await reader.texts(events)).toEqual(['hello', 'again']);
  }, 60_000);

  test('are read too when ten come at once after the device was logged out', async () => {
    const store = new PersistentStore(identify(serviceFor(''))!, { path: directory });
    const former = { token: (await store.get('access_token')) as string, device: await store.get('device_id') };
    await fetch(`${synapse.origin}/_matrix/client/v3/logout`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${former.token}` },
    });
    const bodies = Array.from({ length: 10 }, (_, index) => `message ${index}`);
    expect(await notify('@ann:localhost', bodies)).toEqual(bodies.map(() => true));
    const events = (await reader.sync('@bot:localhost')).filter(({ type }) => type === 'm.room.encrypted');
    expect(new Set(await reader.texts(events))).toEqual(new Set(bodies));
    expect(new Set(events.map(({ content }) => content['device_id']))).toEqual(new Set([former.device]));
  }, 60_000);
});
