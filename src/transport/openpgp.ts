import type { Key, PrivateKey } from 'openpgp';
import type { KeyProblem, Pgp } from '../service/pgp.ts';
import { armorMessage } from './armor.ts';

const RSA_BITS = 2048;
/** The first bit of OpenPGP data that is not in its text form. */
const BINARY = 0x80;

/** Loaded when the first key is used: few processes use any, and it takes longer than all the rest of a start. */
const library = (): Promise<typeof import('openpgp')> => import('openpgp');

/** The library takes none of this kind for use, but checks their signatures first, for minutes if they are made for that. */
const isSlow = (key: Key): boolean => key.getKeys().some((part) => part.getAlgorithmInfo().algorithm === 'dsa');

async function readFirstKey(bytes: Uint8Array): Promise<Key | KeyProblem> {
  const { readKeys } = await library();
  const isBinary = ((bytes[0] ?? 0) & BINARY) !== 0;
  const reading = isBinary
    ? readKeys({ binaryKeys: bytes })
    : readKeys({ armoredKeys: Buffer.from(bytes).toString('latin1') });
  const [key] = await reading.catch(() => []);
  if (!key) return 'unreadable';
  return isSlow(key) ? 'unsuitable' : key;
}

/** What the library says of a key it does not take. */
function problemOf(error: unknown): KeyProblem {
  const message = error instanceof Error ? error.message : '';
  if (/expired/i.test(message)) return 'expired';
  return /revoked/i.test(message) ? 'revoked' : 'unsuitable';
}

async function signerOf(bytes: Uint8Array): ReturnType<Pgp['signerOf']> {
  const { createMessage, enums, readSignature, sign } = await library();
  const key = await readFirstKey(bytes);
  if (typeof key === 'string') return key;
  if (!key.isPrivate()) return 'unsuitable';
  const signingKey: PrivateKey = key;
  try {
    const { keyPacket } = await signingKey.getSigningKey();
    if (!('isDecrypted' in keyPacket && keyPacket.isDecrypted())) return 'locked';
  } catch (error) {
    return problemOf(error);
  }
  return async (content) => {
    const message = await createMessage({ binary: content });
    const signature = await sign({ message, signingKeys: signingKey, detached: true });
    const { packets } = await readSignature({ armoredSignature: signature });
    const hash = packets[0]!.hashAlgorithm!;
    return { signature: signature.replace(/\r?\n/g, '\r\n'), hash: enums.read(enums.hash, hash) };
  };
}

async function encrypterOf(bytes: Uint8Array): ReturnType<Pgp['encrypterOf']> {
  const { createMessage, encrypt } = await library();
  const key = await readFirstKey(bytes);
  if (typeof key === 'string') return key;
  const encryptionKeys = key.toPublic();
  try {
    await encryptionKeys.getEncryptionKey();
  } catch (error) {
    return problemOf(error);
  }
  return async (content) =>
    armorMessage(
      await encrypt({ message: await createMessage({ binary: content }), encryptionKeys, format: 'binary' }),
    );
}

async function makeKeys({ name, address }: Parameters<Pgp['makeKeys']>[0]): ReturnType<Pgp['makeKeys']> {
  const { generateKey } = await library();
  const userIDs = [{ name, email: address }];
  return generateKey({ type: 'rsa', rsaBits: RSA_BITS, userIDs }).catch(() => undefined);
}

/** OpenPGP, by a library. */
export const openPgp: Pgp = { signerOf, encrypterOf, makeKeys };
