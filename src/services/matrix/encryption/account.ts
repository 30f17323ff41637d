import { KEY_BYTES, keyPair, type KeyPair } from '../../../service/curve-keys.ts';
import type { Json } from '../../../service/http.ts';
import { decodeKey, encodeBase64 } from './base64.ts';
import { isRecord } from './json.ts';
import { signJson, type Owner } from './signing.ts';

export const OLM = 'm.olm.v1.curve25519-aes-sha2';
export const MEGOLM = 'm.megolm.v1.aes-sha2';

const ONE_TIME_KEYS = 10;
const KEY_ID_BYTES = 5;

/** The private keys of our device. */
export interface Account {
  /** For agreements with other devices. */
  readonly identity: KeyPair;
  readonly signing: KeyPair;
}

/** Our device, and its private keys. */
export interface Identity {
  readonly account: Account;
  readonly owner: Owner;
}
type Random = (bytes: number) => Uint8Array;

const createAccount = (identity: Uint8Array, signing: Uint8Array): Account => ({
  identity: keyPair('x25519', identity),
  signing: keyPair('ed25519', signing),
});

export const drawAccount = (random: Random): Account => createAccount(random(KEY_BYTES), random(KEY_BYTES));

/** The form of an account in the store; the reference keeps one-time keys there too while they are not published. */
export const formatAccount = ({ identity, signing }: Account): Json => ({
  ik: encodeBase64(identity.seed),
  sk: encodeBase64(signing.seed),
  otks: {},
  fallback_otk: null,
});

/** Reads the form of an account in the store; undefined if it is none. */
export function parseAccount(stored: unknown): Account | undefined {
  const identity = isRecord(stored) ? decodeKey(stored['ik']) : undefined;
  const signing = isRecord(stored) ? decodeKey(stored['sk']) : undefined;
  return identity && signing && createAccount(identity, signing);
}

/** Tells a device with its keys from another, and from itself with other keys. */
export const bindingOf = ({ account: { identity, signing }, owner: { user, device } }: Identity): string =>
  [user, device, encodeBase64(identity.public), encodeBase64(signing.public)].join('|');

/**
 * The body of `/keys/upload`. The private halves of the one-time keys are not kept: they would open what others send to
 * this device, which only writes. The last-resort key never runs out, so no more keys have to follow.
 */
export function keyUpload({ account: { identity, signing }, owner }: Identity, random: Random): Json {
  const { user, device } = owner;
  const oneTimeKeys = (count: number): Json =>
    Object.fromEntries(
      Array.from({ length: count }, () => {
        const key = encodeBase64(keyPair('x25519', random(KEY_BYTES)).public);
        const id = Buffer.from(random(KEY_ID_BYTES)).toString('hex');
        return [`signed_curve25519:${id}`, signJson({ key }, owner, signing)];
      }),
    );
  const deviceKeys = {
    algorithms: [OLM, MEGOLM],
    device_id: device,
    keys: {
      [`curve25519:${device}`]: encodeBase64(identity.public),
      [`ed25519:${device}`]: encodeBase64(signing.public),
    },
    user_id: user,
  };
  return {
    device_keys: signJson(deviceKeys, owner, signing),
    one_time_keys: oneTimeKeys(ONE_TIME_KEYS),
    fallback_keys: oneTimeKeys(1),
  };
}
