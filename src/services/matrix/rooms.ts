import type { Json, Reply } from '../../service/http.ts';
import { quote } from '../../text/url.ts';
import type { Client } from './client.ts';
import { MEGOLM } from './encryption/account.ts';
import type { Room } from './encryption/sharing.ts';
import { parseRoomAlias, parseRoomId, parseUser } from './names.ts';

const NOT_FOUND = 404;
const ROOM_IN_USE = [400, 409];
/** So long, the rooms an account has joined are taken to stay the same. */
const JOINED_MILLISECONDS = 5 * 60 * 1000;

interface Answer {
  readonly room_id: string;
  readonly errcode: string;
  readonly joined_rooms: readonly string[];
}
const roomOf = (reply: Reply): string | undefined => (reply.ok ? reply.json<Answer>()?.room_id : undefined);
const errorOf = (reply: Reply): string | undefined => reply.json<Answer>()?.errcode;

const direct = (user: string): string => `/user/${quote(user)}/account_data/m.direct`;
const encryptedKey = (room: string): string => `e2ee_room_enc_${room}`;

/** What rooms look like. */
interface RoomOptions {
  readonly requiresServer: boolean;
  /** Whether rooms that are made are encrypted. */
  readonly encrypts: boolean;
}

/** Finds the rooms that messages go to; those found before are remembered. */
export class Rooms {
  readonly #client: Client;
  readonly #options: RoomOptions;

  constructor(client: Client, options: RoomOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** The rooms the account has joined. */
  async joined(): Promise<readonly string[]> {
    const { context } = this.#client;
    const known = context.memory.get('joined') as { rooms: readonly string[]; until: number } | undefined;
    if (known && known.until > context.now()) return known.rooms;
    const reply = await this.#client.call('GET', '/joined_rooms', { json: null });
    const rooms = (reply.ok && reply.json<Answer>()?.joined_rooms) || [];
    if (rooms.length > 0) context.memory.set('joined', { rooms, until: context.now() + JOINED_MILLISECONDS });
    else context.fail('There are no rooms to notify.');
    return rooms;
  }

  /** Whether what is written to a room is to be encrypted; undefined after a failure. */
  async isEncrypted(room: string): Promise<boolean | undefined> {
    const { session } = this.#client.context;
    // No room ever gives it up, whatever a server says later.
    if ((await session.get(encryptedKey(room))) === true) return true;
    const path = `/rooms/${quote(room)}/state/m.room.encryption`;
    const reply = await this.#client.call('GET', path, { json: null, tolerated: [NOT_FOUND] });
    if (reply.status === NOT_FOUND) return false;
    if (!reply.ok) return undefined;
    const algorithm = reply.json<{ algorithm: unknown }>()?.algorithm;
    if (algorithm === MEGOLM) await session.set(encryptedKey(room), true);
    else if (algorithm !== undefined) this.#client.context.fail('The room is encrypted in a way that is not known');
    return algorithm === undefined ? false : algorithm === MEGOLM || undefined;
  }

  /** The room that an id or an alias names, joined; undefined after a failure. */
  async join(text: string): Promise<string | undefined> {
    const id = parseRoomId(text);
    if (id) {
      const full = `!${id.local}:${id.server ?? this.#client.homeServer}`;
      return this.#remember(full, () =>
        this.#joinId(id.server || this.#options.requiresServer ? full : `!${id.local}`),
      );
    }
    const alias = parseRoomAlias(text);
    if (alias) {
      const full = `#${alias.local}:${alias.server ?? this.#client.homeServer}`;
      return this.#remember(full, () => this.#joinAlias(full, alias.local));
    }
    this.#client.context.fail('A room has no valid name');
    return undefined;
  }

  /** The room of a conversation with one user, made if need be; undefined after a failure. */
  async converse(text: string): Promise<Room | undefined> {
    const name = parseUser(text);
    if (!name) return undefined;
    const user = `@${name.local}:${name.server ?? this.#client.homeServer}`;
    const id = await this.#remember(user, () => this.#conversation(user));
    return id ? { id, invited: [user] } : undefined;
  }

  async #remember(name: string, find: () => Promise<string | undefined>): Promise<string | undefined> {
    const { memory } = this.#client.context;
    const known = memory.get(name);
    if (typeof known === 'string') return known;
    const room = await find();
    if (room) memory.set(name, room);
    else this.#client.context.fail('A room could not be joined');
    return room;
  }

  async #joinId(id: string): Promise<string | undefined> {
    const reply = await this.#client.call('POST', `/join/${quote(id)}`, { json: {} });
    return reply.ok ? (roomOf(reply) ?? id) : undefined;
  }

  async #joinAlias(alias: string, local: string): Promise<string | undefined> {
    const reply = await this.#client.call('POST', `/join/${quote(alias)}`, { json: {}, tolerated: [NOT_FOUND] });
    return reply.status === NOT_FOUND ? this.#create(alias, local) : roomOf(reply);
  }

  async #create(alias: string, local: string): Promise<string | undefined> {
    const room = {
      room_alias_name: local,
      name: `#${local} - ${this.#client.context.asset.appDescription}`,
      visibility: 'private',
    };
    const reply = await this.#make(room, ROOM_IN_USE);
    if (!ROOM_IN_USE.includes(reply.status)) return roomOf(reply);
    if (errorOf(reply) === 'M_ROOM_IN_USE')
      return roomOf(await this.#client.call('GET', `/directory/room/${quote(alias)}`, { json: null }));
    return undefined;
  }

  async #conversation(user: string): Promise<string | undefined> {
    const own = this.#client.userId;
    const listed = own ? await this.#client.call('GET', direct(own), { json: null, tolerated: true }) : undefined;
    const conversations = (listed?.ok && listed.json<Record<string, readonly string[]>>()) || {};
    const [known] = conversations[user] ?? [];
    if (known) return known;
    const room = roomOf(await this.#make({ is_direct: true, invite: [user] }));
    if (room && own)
      await this.#client.call('PUT', direct(own), {
        json: { ...conversations, [user]: [...(conversations[user] ?? []), room] },
        tolerated: true,
      });
    return room;
  }

  async #make(room: Readonly<Record<string, Json>>, tolerated: readonly number[] = []): Promise<Reply> {
    const encryption = { type: 'm.room.encryption', state_key: '', content: { algorithm: MEGOLM } };
    const initial_state = this.#options.encrypts ? [encryption] : undefined;
    const json = { ...room, preset: 'trusted_private_chat', initial_state };
    const reply = await this.#client.call('POST', '/createRoom', { json, tolerated });
    const id = roomOf(reply);
    if (id && this.#options.encrypts) await this.#client.context.session.set(encryptedKey(id), true);
    return reply;
  }
}
