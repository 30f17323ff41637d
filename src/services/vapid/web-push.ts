import { createCipheriv, createECDH, hkdfSync, type ECDH } from 'node:crypto';

const CURVE = 'prime256v1';
const PRIVATE_KEY_BYTES = 32;
const SALT_BYTES = 16;
const RECORD_BYTES = 4096;

/** What marks the end of the last record, before its padding. */
const LAST_RECORD = new Uint8Array([2]);

/** Who can read a message: the public key of a browser, and a secret that only it and its subscribers know. */
export interface Reader {
  readonly publicKey: Uint8Array;
  readonly secret: Uint8Array;
}
type Random = (bytes: number) => Uint8Array;

/** A pair of keys nobody has had before. */
export function freshKeys(random: Random): ECDH {
  const keys = createECDH(CURVE);
  keys.setPrivateKey(random(PRIVATE_KEY_BYTES));
  return keys;
}

const derive = (from: Uint8Array, salt: Uint8Array, info: string | Uint8Array, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', from, salt, info, bytes));

/** A text as a single record that only its reader can open: RFC 8291. */
export function encrypt(text: string, { publicKey, secret }: Reader, random: Random): Uint8Array {
  const keys = freshKeys(random);
  const own = keys.getPublicKey();
  const salt = random(SALT_BYTES);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, own]);
  const shared = derive(keys.computeSecret(publicKey), secret, info, 32);
  const key = derive(shared, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derive(shared, salt, 'Content-Encoding: nonce\0', 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const sealed = [cipher.update(text), cipher.update(LAST_RECORD), cipher.final(), cipher.getAuthTag()];
  const sizes = Buffer.alloc(5);
  sizes.writeUInt32BE(RECORD_BYTES);
  sizes.writeUInt8(own.length, 4);
  return Buffer.concat([salt, sizes, own, ...sealed]);
}
