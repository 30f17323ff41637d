import type { Json } from '../../../service/http.ts';
import type { Client } from '../client.ts';
import type { Content } from '../message.ts';
import { bindingOf, MEGOLM, type Identity } from './account.ts';
import { encodeBase64 } from './base64.ts';
import { directoryOf, isListed, sizeOf, type Directory } from './devices.ts';
import { openIdentity } from './identity.ts';
import { isRecord, recordAt } from './json.ts';
import {
  advance,
  createSession,
  encryptMegolm,
  formatSession,
  parseSession,
  SESSION_BYTES,
  sessionId,
  type GroupSession,
} from './megolm.ts';
import { findDevices, giveKey, type Room } from './sharing.ts';

/** A session ends after so many messages, or so long: https://spec.matrix.org/latest/client-server-api/#mroomencryption */
const MAX_MESSAGES = 100;
const MAX_AGE_MILLISECONDS = 7 * 24 * 3600 * 1000;
/** So long, the members of a room and their devices are taken to stay the same. */
const DEVICES_MILLISECONDS = 5 * 60 * 1000;

/** Where things are kept; the first two are the reference's names. */
const sessionKey = (room: string): string => `e2ee_megolm_${room}`;
const sharedKey = (room: string): string => `e2ee_key_shared_${room}`;
const readersKey = (room: string): string => `e2ee_readers_${room}`;

/** A session of a room, and who has its key. */
interface Shared {
  readonly session: GroupSession;
  readonly readers: Directory;
  /** When the members of the room and their devices were asked for. */
  readonly checkedAt: number;
}

/** Encrypts what a device writes to rooms: https://spec.matrix.org/latest/client-server-api/#end-to-end-encryption */
export class Encryption {
  readonly #client: Client;
  readonly #identity: Identity | undefined;

  private constructor(client: Client, identity: Identity | undefined) {
    this.#client = client;
    this.#identity = identity;
  }

  /** That of a client's device; without its public keys on the server it encrypts nothing. */
  static async open(client: Client): Promise<Encryption> {
    return new Encryption(client, await openIdentity(client));
  }

  /** A message for a room as an encrypted event; undefined after a failure. */
  async encrypt(room: Room, content: Content): Promise<Content | undefined> {
    const { context } = this.#client;
    const identity = this.#identity;
    if (!identity) {
      context.fail('The room is encrypted, and the server has not taken the keys of this device');
      return undefined;
    }
    const session = await context.session.lock(() => this.#take(room, identity));
    if (!session) return undefined;
    const event = { type: 'm.room.message', content, room_id: room.id };
    return {
      algorithm: MEGOLM,
      ciphertext: encryptMegolm(session, JSON.stringify(event, wellFormed)),
      sender_key: encodeBase64(identity.account.identity.public),
      session_id: sessionId(session),
      device_id: identity.owner.device,
    };
  }

  /** A session as it is for one message. It is nobody else's: that it was taken is saved before. */
  async #take(room: Room, identity: Identity): Promise<GroupSession | undefined> {
    const { session: store } = this.#client.context;
    for (const kept of [await this.#kept(room.id, identity), undefined]) {
      const session = await this.#share(room, identity, kept);
      if (!session) return undefined;
      await store.set(sessionKey(room.id), formatSession(advance(session)));
      // What the disk does not take would be used again after a restart, unless it never had any of it.
      if ((await store.flush()) || session !== kept?.session) return session;
    }
    return undefined;
  }

  /** A session that everybody in the room can read: the one that is kept, unless somebody who has its key is gone. */
  async #share(room: Room, identity: Identity, kept: Shared | undefined): Promise<GroupSession | undefined> {
    const { context } = this.#client;
    if (kept && context.now() - kept.checkedAt < DEVICES_MILLISECONDS) return kept.session;
    const devices = await findDevices(this.#client, room, identity.owner);
    if (!devices) return undefined;
    const had = kept ? devices.filter((device) => isListed(kept.readers, device)) : [];
    const goesOn = kept !== undefined && had.length === sizeOf(kept.readers);
    const session = goesOn ? kept.session : createSession(context.random(SESSION_BYTES), context.now());
    const missing = goesOn ? devices.filter((device) => !isListed(kept.readers, device)) : devices;
    const given = await giveKey(this.#client, identity, { room: room.id, session }, missing);
    if (!given) return undefined;
    const readers = goesOn ? [...had, ...given] : given;
    if (devices.length > 0 && readers.length === 0) {
      context.fail('None of the devices in the room could be given the key to the message');
      return undefined;
    }
    await this.#keep(room.id, identity, { session, readers: directoryOf(readers), checkedAt: context.now() });
    return session;
  }

  /** The session that is in use, unless it has ended, is another device's, or it is not known who has its key. */
  async #kept(room: string, identity: Identity): Promise<Shared | undefined> {
    const { context } = this.#client;
    const session = parseSession(await context.session.get(sessionKey(room)));
    const shared = await context.session.get(readersKey(room));
    if (!session || !isRecord(shared)) return undefined;
    if (shared['session_id'] !== sessionId(session) || shared['sender'] !== bindingOf(identity)) return undefined;
    const hasEnded = session.counter >= MAX_MESSAGES || context.now() - session.createdAt >= MAX_AGE_MILLISECONDS;
    if (hasEnded) return undefined;
    return { session, readers: recordAt(shared, 'devices') as Directory, checkedAt: Number(shared['checked_at']) };
  }

  async #keep(room: string, identity: Identity, { session, readers, checkedAt }: Shared): Promise<void> {
    const { session: store } = this.#client.context;
    const shared = { session_id: sessionId(session), sender: bindingOf(identity) };
    await store.set(sharedKey(room), shared.session_id);
    await store.set(readersKey(room), { ...shared, checked_at: checkedAt, devices: readers });
  }
}

/** Half characters, which JSON can write and others cannot read, are replaced. */
const wellFormed = (_: string, value: Json): Json => (typeof value === 'string' ? value.toWellFormed() : value);
