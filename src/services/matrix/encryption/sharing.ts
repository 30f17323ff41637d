import { KEY_BYTES, keyPair } from '../../../service/curve-keys.ts';
import { http, type Json, type Reply } from '../../../service/http.ts';
import { quote } from '../../../text/url.ts';
import type { Client } from '../client.ts';
import type { Content } from '../message.ts';
import { MEGOLM, OLM, type Identity } from './account.ts';
import { encodeBase64 } from './base64.ts';
import { byDevice, readDevices, readOneTimeKey, type Device } from './devices.ts';
import { isRecord, type Members } from './json.ts';
import { formatSessionKey, sessionId, type GroupSession } from './megolm.ts';
import { encryptOlm } from './olm.ts';
import type { Owner } from './signing.ts';

/** So many devices get their keys in one request; sealing for one takes about a millisecond. */
const DEVICES_PER_REQUEST = 100;

/** A room, and who is invited there to read what is written. */
export interface Room {
  readonly id: string;
  readonly invited: readonly string[];
}

/** A member of an answer that must be an object; undefined after a failure, if only that it is none. */
function memberOf({ context }: Client, reply: Reply, name: string, what: string): Members | undefined {
  if (!reply.ok) return undefined;
  const member = reply.json<Members>()?.[name];
  if (isRecord(member)) return member;
  context.fail(`The server does not say ${what}`);
  return undefined;
}

/** The devices of all who read in a room, but for our own; undefined after a failure. */
export async function findDevices(client: Client, room: Room, own: Owner): Promise<Device[] | undefined> {
  const members = await client.call('GET', `/rooms/${quote(room.id)}/joined_members`, { json: null });
  const joined = memberOf(client, members, 'joined', 'who is in the room');
  if (!joined) return undefined;
  const users = [...new Set([...Object.keys(joined), ...room.invited])];
  const json = { device_keys: Object.fromEntries(users.map((user) => [user, []])) };
  const keys = await client.call('POST', '/keys/query', { json });
  const stated = memberOf(client, keys, 'device_keys', 'which devices are in the room');
  if (!stated) return undefined;
  const devices = readDevices(stated, users).filter(({ user, device }) => user !== own.user || device !== own.device);
  if (devices.length > 0 || users.every((user) => user === own.user)) return devices;
  client.context.fail('Nobody in the room has a device that could read the message');
  return undefined;
}

/** An event that only one device can read; undefined if that device cannot be written to. */
function seal(
  event: Content,
  device: Device,
  oneTimeKey: Uint8Array,
  { account, owner }: Identity,
  random: Uint8Array,
) {
  const text = JSON.stringify({
    ...event,
    sender: owner.user,
    recipient: device.user,
    recipient_keys: { ed25519: encodeBase64(device.signingKey) },
    keys: { ed25519: encodeBase64(account.signing.public) },
  });
  const to = { identityKey: device.identityKey, oneTimeKey };
  const body = encryptOlm(account.identity, keyPair('x25519', random), to, text);
  if (!body) return undefined;
  return {
    algorithm: OLM,
    ciphertext: { [encodeBase64(device.identityKey)]: { type: 0, body } },
    sender_key: encodeBase64(account.identity.public),
  };
}

/** Gives devices the key of a room's session; those that could get it, or undefined after a failure. */
export async function giveKey(
  client: Client,
  identity: Identity,
  { room, session }: { readonly room: string; readonly session: GroupSession },
  devices: readonly Device[],
): Promise<readonly Device[] | undefined> {
  if (devices.length === 0) return [];
  const json = { one_time_keys: byDevice(devices, () => 'signed_curve25519') };
  const claimed = await client.call('POST', '/keys/claim', { json });
  if (!claimed.ok) return undefined;
  const content = {
    algorithm: MEGOLM,
    room_id: room,
    session_id: sessionId(session),
    session_key: formatSessionKey(session),
  };
  const answer = claimed.json();
  const given: Device[] = [];
  for (const some of http.chunk(devices, DEVICES_PER_REQUEST)) {
    const sealed = new Map<Device, Json>();
    for (const device of some) {
      const oneTimeKey = readOneTimeKey(answer, device);
      const random = client.context.random(KEY_BYTES);
      const message = oneTimeKey && seal({ type: 'm.room_key', content }, device, oneTimeKey, identity, random);
      if (message) sealed.set(device, message);
    }
    if (sealed.size === 0) continue;
    const path = `/sendToDevice/m.room.encrypted/${client.nextTransfer()}`;
    const messages = byDevice([...sealed.keys()], (device) => sealed.get(device));
    if (!(await client.call('PUT', path, { json: { messages } })).ok) return undefined;
    given.push(...sealed.keys());
  }
  return given;
}
