import { diffieHellman, type KeyObject } from 'node:crypto';
import { publicKey, type KeyPair } from '../../../service/curve-keys.ts';
import { protobufField } from '../../../service/protobuf.ts';
import { encodeBase64 } from './base64.ts';
import { derive, hmac, sealOf } from './sealing.ts';

const VERSION = new Uint8Array([3]);
const MESSAGE_KEY = new Uint8Array([1]);

/** The keys of whom a message is for. */
export interface Recipient {
  readonly identityKey: Uint8Array;
  readonly oneTimeKey: Uint8Array;
}

const agree = ({ key: privateKey }: KeyPair, theirs: KeyObject): Buffer =>
  diffieHellman({ privateKey, publicKey: theirs });

/** The secret that both sides can work out; undefined where a key of the recipient would make it a known one. */
function agreeOnSecret(identity: KeyPair, ephemeral: KeyPair, to: Recipient): Buffer | undefined {
  try {
    const [identityKey, oneTimeKey] = [publicKey('x25519', to.identityKey), publicKey('x25519', to.oneTimeKey)];
    return Buffer.concat([agree(identity, oneTimeKey), agree(ephemeral, identityKey), agree(ephemeral, oneTimeKey)]);
  } catch {
    return undefined;
  }
}

/**
 * The first message of a session, which is also its last, as each of our messages begins another one; undefined if the
 * keys of the recipient cannot be used: https://gitlab.matrix.org/matrix-org/olm/-/blob/master/docs/olm.md
 */
export function encryptOlm(identity: KeyPair, ephemeral: KeyPair, to: Recipient, text: string): string | undefined {
  const secret = agreeOnSecret(identity, ephemeral, to);
  if (!secret) return undefined;
  const chainKey = derive(secret, 'OLM_ROOT', 64).subarray(32);
  const seal = sealOf(hmac(chainKey, MESSAGE_KEY), 'OLM_KEYS');
  const message = [
    VERSION,
    protobufField(1, ephemeral.public),
    protobufField(2, 0),
    protobufField(4, seal.encrypt(text)),
  ];
  const preKeyMessage = [
    VERSION,
    protobufField(1, to.oneTimeKey),
    protobufField(2, ephemeral.public),
    protobufField(3, identity.public),
    protobufField(4, seal.authenticate(Buffer.concat(message))),
  ];
  return encodeBase64(Buffer.concat(preKeyMessage));
}
