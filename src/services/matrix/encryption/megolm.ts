import { sign } from 'node:crypto';
import { KEY_BYTES, keyPair, type KeyPair } from '../../../service/curve-keys.ts';
import type { Json } from '../../../service/http.ts';
import { protobufField } from '../../../service/protobuf.ts';
import { decodeKey, encodeBase64 } from './base64.ts';
import { isRecord } from './json.ts';
import { hmac, sealOf } from './sealing.ts';

/** After how many messages each part of a ratchet changes. */
const PERIODS = [2 ** 24, 2 ** 16, 2 ** 8, 1];
const MESSAGE_VERSION = new Uint8Array([3]);
const KEY_VERSION = new Uint8Array([2]);
/** Of the form in which sessions are stored, the reference's. */
const STORED_VERSION = 1;

/** The bytes a new session is made of. */
export const SESSION_BYTES = (PERIODS.length + 1) * KEY_BYTES;

/** What the next message to a room is encrypted with: https://gitlab.matrix.org/matrix-org/olm/-/blob/master/docs/megolm.md */
export interface GroupSession {
  readonly ratchet: readonly Uint8Array[];
  /** How many messages came before. */
  readonly counter: number;
  readonly signing: KeyPair;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** A new session out of random bytes. */
export function createSession(random: Uint8Array, createdAt: number): GroupSession {
  const part = (index: number): Uint8Array => random.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES);
  const signing = keyPair('ed25519', part(PERIODS.length));
  return { ratchet: PERIODS.map((_, index) => part(index)), counter: 0, signing, createdAt };
}

export const sessionId = ({ signing }: GroupSession): string => encodeBase64(signing.public);

/** The session as it is after one message. */
export function advance(session: GroupSession): GroupSession {
  const counter = session.counter + 1;
  const first = PERIODS.findIndex((period) => counter % period === 0);
  const source = session.ratchet[first]!;
  const ratchet = session.ratchet.map((part, index) => (index < first ? part : hmac(source, Buffer.from([index]))));
  return { ...session, ratchet, counter };
}

const signedBy = ({ signing }: GroupSession, content: Uint8Array): string =>
  encodeBase64(Buffer.concat([content, sign(null, content, signing.key)]));

/** What others need to read this message and those after it. */
export function formatSessionKey(session: GroupSession): string {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(session.counter);
  return signedBy(session, Buffer.concat([KEY_VERSION, counter, ...session.ratchet, session.signing.public]));
}

/** A text encrypted as the session's next message; the session must not be used again. */
export function encryptMegolm(session: GroupSession, text: string): string {
  const seal = sealOf(Buffer.concat(session.ratchet), 'MEGOLM_KEYS');
  const fields = [protobufField(1, session.counter), protobufField(2, seal.encrypt(text))];
  return signedBy(session, seal.authenticate(Buffer.concat([MESSAGE_VERSION, ...fields])));
}

/** The form of a session in the store. */
export const formatSession = (session: GroupSession): Json => ({
  version: STORED_VERSION,
  ratchet: session.ratchet.map(encodeBase64),
  counter: session.counter,
  sk: encodeBase64(session.signing.seed),
  session_id: sessionId(session),
  created_at: session.createdAt / 1000,
});

/** Reads the form of a session in the store; undefined if it is none. */
export function parseSession(stored: unknown): GroupSession | undefined {
  if (!isRecord(stored) || stored['version'] !== STORED_VERSION) return undefined;
  const { ratchet, counter, sk, created_at: createdAt } = stored;
  const parts = Array.isArray(ratchet) ? ratchet.map(decodeKey).filter((part) => part !== undefined) : [];
  const seed = decodeKey(sk);
  if (parts.length !== PERIODS.length || seed === undefined) return undefined;
  if (typeof createdAt !== 'number' || typeof counter !== 'number' || counter >>> 0 !== counter) return undefined;
  return { ratchet: parts, counter, signing: keyPair('ed25519', seed), createdAt: createdAt * 1000 };
}
