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
import type { WireRequest } from '../../src/transport/http/request.ts';
import type { Homeserver, RoomEvent } from './homeserver.ts';

const PATHS = new Map([
  [RequestType.KeysUpload, 'upload'],
  [RequestType.KeysQuery, 'query'],
  [RequestType.KeysClaim, 'claim'],
]);

/** What a member sees of an encrypted event. */
export interface Read {
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** A device of somebody who reads: the client that Element is made of. */
export class Reader {
  readonly user: string;
  readonly id: string;
  readonly #homeserver: Homeserver;
  readonly #machine: OlmMachine;
  readonly #token: string;

  private constructor(homeserver: Homeserver, user: string, id: string, token: string, machine: OlmMachine) {
    this.#homeserver = homeserver;
    this.user = user;
    this.id = id;
    this.#token = token;
    this.#machine = machine;
  }

  /** A new device of a user, with its keys on the server. */
  static async open(homeserver: Homeserver, user: string): Promise<Reader> {
    const { id, token } = homeserver.logIn(user);
    const machine = await OlmMachine.initialize(new UserId(user), new DeviceId(id));
    const reader = new Reader(homeserver, user, id, token, machine);
    await reader.#talk();
    return reader;
  }

  close(): void {
    this.#machine.close();
  }

  /** Fetches what was sent to the device; `senders` have devices that it does not know yet. */
  async sync(...senders: readonly string[]): Promise<void> {
    const device = this.#homeserver.devices.find(({ id, user }) => id === this.id && user === this.user)!;
    const inbox = JSON.stringify(device.inbox.splice(0));
    await this.#machine.updateTrackedUsers(senders.map((user) => new UserId(user)));
    const counts = new Map([['signed_curve25519', device.oneTimeKeys.length]]);
    const changed = new DeviceLists(senders.map((user) => new UserId(user)));
    await this.#machine.receiveSyncChanges(inbox, changed, counts, new Set(['signed_curve25519']));
    await this.#talk();
  }

  async read(event: RoomEvent): Promise<Read> {
    const settings = new DecryptionSettings(TrustRequirement.Untrusted);
    const read = await this.#machine.decryptRoomEvent(JSON.stringify(event), new RoomId(event.room_id), settings);
    return JSON.parse(read.event) as Read;
  }

  /** The text of each event of a room, and of one that cannot be read undefined. */
  async texts(room: string): Promise<unknown[]> {
    const events = this.#homeserver.rooms.get(room)!.events;
    const read = events.map((event) => this.read(event).catch(() => undefined));
    return (await Promise.all(read)).map((each) => each?.content['body']);
  }

  /** The content of a file that an event shows. */
  open({ content }: Read): Uint8Array {
    const file = content['file'] as { readonly url: string };
    return Attachment.decrypt(new EncryptedAttachment(this.#homeserver.media.get(file.url)!, JSON.stringify(file)));
  }

  /** Sends what the client has to say to the server. */
  async #talk(): Promise<void> {
    for (const request of await this.#machine.outgoingRequests()) {
      const path = PATHS.get(request.type);
      if (path === undefined || !('body' in request) || request.id === undefined) continue;
      const answer = await this.#homeserver.send(this.#request(path, request.body));
      await this.#machine.markRequestAsSent(request.id, request.type, answer.text());
    }
  }

  #request(path: string, body: string): WireRequest {
    const headers = [
      ['Content-Type', 'application/json'],
      ['Authorization', `Bearer ${this.#token}`],
    ] as const;
    return { method: 'POST', url: `https://example.org/_matrix/client/v3/keys/${path}`, headers, body };
  }
}
