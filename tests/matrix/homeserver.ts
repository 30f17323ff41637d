import { randomUUID } from 'node:crypto';
import type { WireReply, WireRequest } from '../../src/transport/http/request.ts';
import { scriptedReply } from '../../tools/conformance/wire/reply.ts';
import type { Ask, RoomEvent } from './reader.ts';

type Json = Readonly<Record<string, unknown>>;

interface Device {
  readonly user: string;
  readonly id: string;
  readonly token: string;
  keys: Json | undefined;
  oneTimeKeys: [string, unknown][];
  fallbackKeys: [string, unknown][];
  /** What was sent to the device and not fetched yet. */
  inbox: Json[];
}

interface Room {
  readonly id: string;
  readonly isEncrypted: boolean;
  readonly joined: Set<string>;
  readonly events: RoomEvent[];
}

/** A request that has been read. */
interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly device: Device;
  readonly body: unknown;
  readonly bytes: Buffer;
}
type Answer = Json | undefined;

class Refusal extends Error {
  readonly status: number;
  readonly answer: Json;
  constructor(status: number, errcode: string, more: Json = {}) {
    super(errcode);
    this.status = status;
    this.answer = { errcode, error: errcode, ...more };
  }
}

const SERVER = 'example.org';

function json(body: unknown): Json {
  if (typeof body !== 'object' || body === null) throw new Refusal(400, 'M_NOT_JSON');
  return body as Json;
}

/** Values by user and device, as nested objects have them. */
const byDevice = (nested: unknown): [string, string, unknown][] =>
  Object.entries(json(nested)).flatMap(([user, devices]) =>
    Object.entries(json(devices)).map(([device, value]): [string, string, unknown] => [user, device, value]),
  );

/** A homeserver in memory that knows just what is written to encrypted rooms, and refuses what a real one would. */
export class Homeserver {
  readonly address = SERVER;
  readonly devices: Device[] = [];
  readonly rooms = new Map<string, Room>();
  readonly aliases = new Map<string, string>();
  readonly media = new Map<string, Buffer>();
  /** Method and path of each request, without what stands before the API's own path. */
  readonly log: string[] = [];
  /** Answers instead of the server, until it is taken away. */
  intercept: ((path: string) => { readonly status: number; readonly body: string } | undefined) | undefined;
  readonly #passwords = new Map<string, string>();
  readonly #direct = new Map<string, Json>();
  readonly #transactions = new Map<string, Json>();

  addUser(name: string, password: string = randomUUID()): string {
    const user = `@${name}:${SERVER}`;
    this.#passwords.set(user, password);
    return user;
  }

  addRoom(id: string, members: readonly string[], isEncrypted = true): string {
    const full = `!${id}:${SERVER}`;
    this.rooms.set(full, { id: full, isEncrypted, joined: new Set(members), events: [] });
    return full;
  }

  /** A device of a user, a new one unless it is there. */
  logIn(user: string, id: string = randomUUID().slice(0, 8).toUpperCase()): Device {
    const former = this.devices.findIndex((device) => device.user === user && device.id === id);
    const kept = former < 0 ? undefined : this.devices.splice(former, 1)[0];
    const device: Device = {
      keys: undefined,
      oneTimeKeys: [],
      fallbackKeys: [],
      inbox: [],
      ...kept,
      user,
      id,
      token: randomUUID(),
    };
    this.devices.push(device);
    return device;
  }

  /** What a device of a user may ask. */
  asker({ token }: Device): Ask {
    return async (method, path, body) => {
      const headers: [string, string][] = [['Authorization', `Bearer ${token}`]];
      if (body !== undefined) headers.push(['Content-Type', 'application/json']);
      const reply = await this.send({ method, url: `https://${SERVER}/_matrix/client/v3${path}`, headers, body });
      return JSON.parse(reply.text()) as Json;
    };
  }

  /** Takes a request as the engine's port for HTTP does. */
  async send({ method, url, headers, body }: WireRequest): Promise<WireReply> {
    const { pathname, searchParams: query, origin } = new URL(url);
    const path = pathname
      .replace(/^\/_matrix\/(?:client|media)\/v3/, '')
      .replaceAll(/%[0-9A-F]{2}/g, decodeURIComponent);
    this.log.push(`${method} ${path}`);
    const instead = this.intercept?.(path);
    if (instead) return scriptedReply(instead.status, {}, instead.body);
    if (origin !== `https://${SERVER}`) throw new Error(`a stranger was asked: ${origin}`);
    try {
      const bytes = Buffer.from(await new Response(body as string).arrayBuffer());
      const given = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
      const isJson = given.get('content-type') === 'application/json';
      const parsed: unknown = isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined;
      if (path === '/login') return scriptedReply(200, {}, JSON.stringify(this.#login(json(parsed))));
      const device = this.devices.find(({ token }) => given.get('authorization') === `Bearer ${token}`);
      if (!device) throw new Refusal(401, 'M_UNKNOWN_TOKEN');
      const answer = this.#answer({ method, path, query, device, body: parsed, bytes });
      return scriptedReply(200, {}, JSON.stringify(answer));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return scriptedReply(error.status, {}, JSON.stringify(error.answer));
    }
  }

  #login({ type, identifier, password, device_id: id }: Json): Json {
    const user = `@${String(json(identifier)['user'])}:${SERVER}`;
    if (type !== 'm.login.password' || this.#passwords.get(user) !== password) throw new Refusal(403, 'M_FORBIDDEN');
    const device = this.logIn(user, id as string | undefined);
    return { access_token: device.token, user_id: user, device_id: device.id };
  }

  #answer(call: Call): Answer {
    const { method, path, device, body } = call;
    const [, first, second = '', third = '', fourth = ''] = path.split('/');
    switch (`${method} ${first}`) {
      case 'GET account':
        return { user_id: device.user, device_id: device.id };
      case 'GET sync':
        return this.#sync(device);
      case 'GET user':
        return this.#direct.get(device.user) ?? {};
      case 'PUT user':
        this.#direct.set(device.user, json(body));
        return {};
      case 'POST join':
        return { room_id: this.#roomOf(this.aliases.get(second) ?? second, device).id };
      case 'POST createRoom':
        return this.#create(device, json(body));
      case 'POST keys':
        if (second === 'upload') return this.#uploadKeys(device, json(body));
        return second === 'query' ? this.#queryKeys(json(body)) : this.#claimKeys(json(body));
      case 'PUT sendToDevice':
        return this.#once(call, () => this.#sendToDevices(device, second, json(body)));
      case 'GET rooms':
        if (third === 'joined_members') return this.#members(this.#roomOf(second, device));
        if (!this.#roomOf(second, device).isEncrypted) throw new Refusal(404, 'M_NOT_FOUND');
        return { algorithm: 'm.megolm.v1.aes-sha2' };
      case 'PUT rooms':
        return this.#once(call, () => this.#write(this.#roomOf(second, device), device, fourth, json(body)));
      case 'POST upload':
        return this.#upload(call);
      default:
        throw new Refusal(404, 'M_UNRECOGNIZED');
    }
  }

  #roomOf(id: string, { user }: Device): Room {
    const room = this.rooms.get(id);
    if (!room) throw new Refusal(404, 'M_NOT_FOUND');
    if (!room.joined.has(user)) throw new Refusal(403, 'M_FORBIDDEN');
    return room;
  }

  /** As a real server does, answers a number that came before as it did then, and does nothing. */
  #once({ path, device }: Call, work: () => Json): Json {
    const key = `${device.id} ${path}`;
    const answer = this.#transactions.get(key) ?? work();
    this.#transactions.set(key, answer);
    return answer;
  }

  #create({ user }: Device, { initial_state: state = [], room_alias_name: alias }: Json): Json {
    const encryption = (state as Json[]).some(({ type }) => type === 'm.room.encryption');
    const id = this.addRoom(randomUUID(), [user], encryption);
    if (typeof alias === 'string') this.aliases.set(`#${alias}:${SERVER}`, id);
    return { room_id: id };
  }

  #members({ joined }: Room): Json {
    return { joined: Object.fromEntries([...joined].map((user) => [user, { display_name: user }])) };
  }

  #sync({ user, oneTimeKeys, fallbackKeys, inbox }: Device): Json {
    const joined = [...this.rooms.values()].filter((room) => room.joined.has(user));
    return {
      next_batch: 'later',
      to_device: { events: inbox.splice(0) },
      device_one_time_keys_count: { signed_curve25519: oneTimeKeys.length },
      device_unused_fallback_key_types: fallbackKeys.length > 0 ? ['signed_curve25519'] : [],
      rooms: { join: Object.fromEntries(joined.map(({ id, events }) => [id, { timeline: { events } }])) },
    };
  }

  #uploadKeys(
    device: Device,
    { device_keys: keys, one_time_keys: once = {}, fallback_keys: fallback = {} }: Json,
  ): Json {
    if (keys !== undefined) {
      const { user_id: user, device_id: id } = json(keys);
      if (user !== device.user || id !== device.id) throw new Refusal(400, 'M_INVALID_PARAM');
      device.keys = json(keys);
    }
    device.oneTimeKeys.push(...Object.entries(json(once)));
    device.fallbackKeys.splice(0, Infinity, ...Object.entries(json(fallback)));
    return { one_time_key_counts: { signed_curve25519: device.oneTimeKeys.length } };
  }

  #queryKeys({ device_keys: users }: Json): Json {
    const found = Object.keys(json(users)).map((user) => {
      const own = this.devices.filter((device) => device.user === user && device.keys !== undefined);
      return [user, Object.fromEntries(own.map(({ id, keys }) => [id, keys]))] as const;
    });
    return { device_keys: Object.fromEntries(found), failures: {} };
  }

  #claimKeys({ one_time_keys: wanted }: Json): Json {
    const claimed: Record<string, Record<string, Json>> = {};
    for (const [user, id, algorithm] of byDevice(wanted)) {
      if (algorithm !== 'signed_curve25519') throw new Refusal(400, 'M_INVALID_PARAM');
      const device = this.devices.find((each) => each.user === user && each.id === id);
      const key = device?.oneTimeKeys.shift() ?? device?.fallbackKeys[0];
      if (key) (claimed[user] ??= {})[id] = Object.fromEntries([key]);
    }
    return { one_time_keys: claimed, failures: {} };
  }

  #sendToDevices({ user: sender }: Device, type: string, { messages }: Json): Json {
    for (const [user, id, content] of byDevice(messages))
      this.devices.find((device) => device.user === user && device.id === id)?.inbox.push({ type, sender, content });
    return {};
  }

  #write(room: Room, { user: sender }: Device, type: string, content: Json): Json {
    if (Buffer.byteLength(JSON.stringify(content)) > 65_000) throw new Refusal(413, 'M_TOO_LARGE');
    const event_id = `$${randomUUID()}`;
    const origin_server_ts = 1_700_000_000_000 + room.events.length;
    room.events.push({ type, event_id, room_id: room.id, sender, origin_server_ts, content });
    return { event_id };
  }

  #upload({ bytes, query }: Call): Json {
    if (query.size > 0) throw new Error('the name of a file was told');
    const address = `mxc://${SERVER}/${randomUUID()}`;
    this.media.set(address, bytes);
    return { content_uri: address };
  }
}
