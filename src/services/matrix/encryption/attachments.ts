import { createCipheriv, createHash } from 'node:crypto';
import type { Json } from '../../../service/http.ts';
import { encodeBase64 } from './base64.ts';

const KEY_BYTES = 32;
/** The other half of the counter block counts, from zero: it must not overflow. */
const RANDOM_COUNTER_BYTES = 8;

/** A file that can be given to the server, and what those who get it need to read it. */
export interface EncryptedFile {
  readonly content: Buffer;
  /** The `EncryptedFile` of events, for the address the server gave the file. */
  readonly describe: (url: string) => Json;
}

/** A file encrypted with a key of its own: https://spec.matrix.org/latest/client-server-api/#sending-encrypted-attachments */
export function encryptFile(bytes: Uint8Array, random: (bytes: number) => Uint8Array): EncryptedFile {
  const key = Buffer.from(random(KEY_BYTES));
  const iv = Buffer.concat([random(RANDOM_COUNTER_BYTES), Buffer.alloc(RANDOM_COUNTER_BYTES)]);
  const cipher = createCipheriv('aes-256-ctr', key, iv);
  const content = Buffer.concat([cipher.update(bytes), cipher.final()]);
  const sha256 = encodeBase64(createHash('sha256').update(content).digest());
  return {
    content,
    describe: (url) => ({
      v: 'v2',
      url,
      key: { kty: 'oct', key_ops: ['encrypt', 'decrypt'], alg: 'A256CTR', k: key.toString('base64url'), ext: true },
      iv: encodeBase64(iv),
      hashes: { sha256 },
    }),
  };
}
