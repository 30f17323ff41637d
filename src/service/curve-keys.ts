import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** How keys begin in DER, before their 32 bytes: https://www.rfc-editor.org/rfc/rfc8410 */
const PREFIXES = {
  ed25519: { private: '302e020100300506032b657004220420', public: '302a300506032b6570032100' },
  x25519: { private: '302e020100300506032b656e04220420', public: '302a300506032b656e032100' },
} as const;

/** A curve for signatures, or one for agreements. */
export type Curve = keyof typeof PREFIXES;

/** Bytes of a key, private or public. */
export const KEY_BYTES = 32;

/** A private key, with the bytes of its public one. */
export interface KeyPair {
  readonly seed: Uint8Array;
  readonly key: KeyObject;
  readonly public: Buffer;
}

/** The private key that 32 bytes are. */
export function keyPair(curve: Curve, seed: Uint8Array): KeyPair {
  const der = Buffer.concat([Buffer.from(PREFIXES[curve].private, 'hex'), seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const exported = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return { seed, key, public: exported.subarray(-KEY_BYTES) };
}

/** The public key that 32 bytes are. */
export const publicKey = (curve: Curve, bytes: Uint8Array): KeyObject =>
  createPublicKey({
    key: Buffer.concat([Buffer.from(PREFIXES[curve].public, 'hex'), bytes]),
    format: 'der',
    type: 'spki',
  });
