import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** How private keys begin in DER, before their 32 bytes (https://www.rfc-editor.org/rfc/rfc8410), and their curves in JWK. */
const CURVES = {
  ed25519: { prefix: '302e020100300506032b657004220420', crv: 'Ed25519' },
  x25519: { prefix: '302e020100300506032b656e04220420', crv: 'X25519' },
} as const;

/** A curve for signatures, or one for agreements. */
export type Curve = keyof typeof CURVES;

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
  const der = Buffer.concat([Buffer.from(CURVES[curve].prefix, 'hex'), seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return { seed, key, public: Buffer.from(x, 'base64url') };
}

/** The public key that 32 bytes are. */
export const publicKey = (curve: Curve, bytes: Uint8Array): KeyObject =>
  createPublicKey({
    key: { kty: 'OKP', crv: CURVES[curve].crv, x: Buffer.from(bytes).toString('base64url') },
    format: 'jwk',
  });
