import {
  Attachment,
  DecryptionSettings,
  DeviceId,
  DeviceLists,
  EncryptedAttachment,
  OlmMachine,
  RequestType,
  RoomId,
  TrustRequirement,
  UserId,
} from '@matrix-org/matrix-sdk-crypto-wasm';

type Json = Readonly<Record<string, unknown>>;

/** Asks a server something in the name of a device. */
export type Ask = (method: string, path: string, body?: string) => Promise<Json>;

/** An event as a server shows it to those in its room. */
export interface RoomEvent {
  readonly type: string;
  readonly event_id: string;
  readonly room_id: string;
  readonly sender: string;
  readonly origin_server_ts: number;
  readonly content: Json;
}

/** What a member sees of an encrypted event. */
interface Read {
  readonly type: string;
  readonly content: Json;
}

interface Sync {
  readonly next_batch: string;
  readonly to_device?: { readonly events: readonly Json[] };
  readonly device_lists?: { readonly changed?: readonly string[] };
  readonly device_one_time_keys_count?: Readonly<Record<string, number>>;
  readonly device_unused_fallback_key_types?: readonly string[];
  readonly rooms?: {
    readonly join?: Readonly<Record<string, { readonly timeline: { readonly events: readonly RoomEvent[] } }>>;
  };
}

const PATHS = new Map([
  [RequestType.KeysUpload, 'upload'],
  [RequestType.KeysQuery, 'query'],
  [RequestType.KeysClaim, 'claim'],
]);

/** A device of somebody who reads: the client that Element is made of. */
export class Reader {
  readonly id: string;
  readonly #ask: Ask;
  readonly #machine: OlmMachine;
  #since = '';

  private constructor(id: string, ask: Ask, machine: OlmMachine) {
    this.id = id;
    this.#ask = ask;
    this.#machine = machine;
  }

  /** A device that is logged in and has no keys yet. */
  static async open(user: string, id: string, ask: Ask): Promise<Reader> {
    const reader = new Reader(id, ask, await OlmMachine.initialize(new UserId(user), new DeviceId(id)));
    await reader.#talk();
    return reader;
  }

  close(): void {
    this.#machine.close();
  }

  /** Fetches what there is for the device, the events of its rooms too; `senders` may have devices it does not know. */
  async sync(...senders: readonly string[]): Promise<readonly RoomEvent[]> {
    const users = (): UserId[] => senders.map((user) => new UserId(user));
    const sync = (await this.#ask('GET', `/sync?timeout=0${this.#since}`)) as unknown as Sync;
    this.#since = `&since=${sync.next_batch}`;
    await this.#machine.updateTrackedUsers(users());
    await this.#machine.receiveSyncChanges(
      JSON.stringify(sync.to_device?.events ?? []),
      new DeviceLists(users()),
      new Map(Object.entries(sync.device_one_time_keys_count ?? {})),
      new Set(sync.device_unused_fallback_key_types),
    );
    await this.#talk();
    return Object.entries(sync.rooms?.join ?? {}).flatMap(([room_id, { timeline }]) =>
      timeline.events.map((event) => ({ ...event, room_id })),
    );
  }

  async read(event: RoomEvent): Promise<Read> {
    const settings = new DecryptionSettings(TrustRequirement.Untrusted);
    const read = await this.#machine.decryptRoomEvent(JSON.stringify(event), new RoomId(event.room_id), settings);
    return JSON.parse(read.event) as Read;
  }

  /** The text of each event, and of one that cannot be read undefined. */
  async texts(events: readonly RoomEvent[]): Promise<unknown[]> {
    const read = await Promise.all(events.map((event) => this.read(event).catch(() => undefined)));
    return read.map((each) => each?.content['body']);
  }

  /** Sends what the client has to say to the server. */
  async #talk(): Promise<void> {
    for (const request of await this.#machine.outgoingRequests()) {
      const path = PATHS.get(request.type);
      if (path === undefined || !('body' in request) || request.id === undefined) continue;
      const answer = await this.#ask('POST', `/keys/${path}`, request.body);
      await this.#machine.markRequestAsSent(request.id, request.type, JSON.stringify(answer));
    }
  }
}

/** The content of a file that a message shows, out of what the server keeps of it. */
export const openFile = ({ content }: Read, bytes: Uint8Array): Uint8Array =>
  Attachment.decrypt(new EncryptedAttachment(bytes, JSON.stringify(content['file'])));
