import { sign, verify } from 'node:crypto';
import { publicKey, type KeyPair } from '../../../service/curve-keys.ts';
import { encodeBase64 } from './base64.ts';
import { formatCanonicalJson, recordAt, type Members } from './json.ts';

/** A device of a user, which signs in that user's name. */
export interface Owner {
  readonly user: string;
  readonly device: string;
}

const nameOf = ({ device }: Owner): string => `ed25519:${device}`;

/** The object with a signature beside its members: https://spec.matrix.org/latest/appendices/#signing-json */
export function signJson<T extends Members>(object: T, owner: Owner, { key }: KeyPair) {
  const signature = encodeBase64(sign(null, Buffer.from(formatCanonicalJson(object)), key));
  return { ...object, signatures: { [owner.user]: { [nameOf(owner)]: signature } } };
}

/** Whether an object carries the signature of a device. */
export function isSigned(object: Members, owner: Owner, signingKey: Uint8Array): boolean {
  const { signatures, unsigned: _, ...content } = object;
  const signature = recordAt(signatures, owner.user)[nameOf(owner)];
  if (typeof signature !== 'string') return false;
  try {
    const text = Buffer.from(formatCanonicalJson(content));
    return verify(null, text, publicKey('ed25519', signingKey), Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
