import { randomBytes } from 'node:crypto';
import {
  DecryptionSettings,
  DeviceId,
  OlmMachine,
  RoomId,
  TrustRequirement,
  UserId,
} from '@matrix-org/matrix-sdk-crypto-wasm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeBase64 } from '../../src/services/matrix/encryption/base64.ts';
import {
  advance,
  createSession,
  encryptMegolm,
  formatSession,
  parseSession,
  SESSION_BYTES,
  sessionId,
  type GroupSession,
} from '../../src/services/matrix/encryption/megolm.ts';

const ROOM = '!ops:example.org';
const MEGOLM = 'm.megolm.v1.aes-sha2';
const SENDER_KEY = encodeBase64(randomBytes(32));

let machine: OlmMachine;
beforeEach(async () => {
  machine = await OlmMachine.initialize(new UserId('@ann:example.org'), new DeviceId('PHONE'));
});
afterEach(() => machine.close());

/** Gives the reader a session from where it is now on. */
async function share(session: GroupSession): Promise<void> {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(session.counter);
  const exported = Buffer.concat([Buffer.from([1]), counter, ...session.ratchet, session.signing.public]);
  const key = {
    algorithm: MEGOLM,
    room_id: ROOM,
    sender_key: SENDER_KEY,
    session_id: sessionId(session),
    session_key: encodeBase64(exported),
    sender_claimed_keys: { ed25519: sessionId(session) },
    forwarding_curve25519_key_chain: [],
  };
  await machine.importExportedRoomKeys(JSON.stringify([key]), () => undefined);
}

async function read(session: GroupSession): Promise<string> {
  const body = `message ${session.counter}`;
  const event = {
    type: 'm.room.encrypted',
    event_id: `$${session.counter}`,
    room_id: ROOM,
    sender: '@bot:example.org',
    origin_server_ts: session.counter,
    content: {
      algorithm: MEGOLM,
      ciphertext: encryptMegolm(session, JSON.stringify({ type: 'm.room.message', content: { body }, room_id: ROOM })),
      session_id: sessionId(session),
      sender_key: SENDER_KEY,
      device_id: 'BOT',
    },
  };
  const settings = new DecryptionSettings(TrustRequirement.Untrusted);
  const decrypted = await machine.decryptRoomEvent(JSON.stringify(event), new RoomId(ROOM), settings);
  return (JSON.parse(decrypted.event) as { content: { body: string } }).content.body;
}

test.each([2 ** 8, 2 ** 16, 2 ** 24])('a ratchet turns at message %d as that of readers does', async (turn) => {
  let session: GroupSession = { ...createSession(randomBytes(SESSION_BYTES), 0), counter: turn - 2 };
  await share(session);
  for (let count = 0; count < 4; count++) {
    expect(await read(session)).toBe(`message ${session.counter}`);
    session = parseSession(formatSession(advance(session)))!;
  }
  expect(session.counter).toBe(turn + 2);
});

test('a ratchet goes where that of a reader goes who had it from the start', async () => {
  let session = createSession(randomBytes(SESSION_BYTES), 0);
  await share(session);
  const seen: string[] = [];
  while (session.counter <= 2 ** 16 + 1) {
    if ([0, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537].includes(session.counter)) seen.push(await read(session));
    session = advance(session);
  }
  expect(seen).toHaveLength(9);
});

test.each([
  undefined,
  'text',
  [],
  { version: 2 },
  { ...Object(formatSession(createSession(randomBytes(SESSION_BYTES), 0))), ratchet: [] },
  { ...Object(formatSession(createSession(randomBytes(SESSION_BYTES), 0))), counter: -1 },
  { ...Object(formatSession(createSession(randomBytes(SESSION_BYTES), 0))), sk: 'short' },
])('%j is no session', (stored) => expect(parseSession(stored)).toBeUndefined());
