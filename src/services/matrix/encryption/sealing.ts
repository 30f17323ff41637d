import { createCipheriv, createHmac, hkdfSync } from 'node:crypto';

const MAC_BYTES = 8;

export const hmac = (key: Uint8Array, content: Uint8Array): Buffer =>
  createHmac('sha256', key).update(content).digest();

/** Bytes derived from a secret for one purpose: https://www.rfc-editor.org/rfc/rfc5869 */
export const derive = (secret: Uint8Array, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), purpose, bytes));

/** What one secret seals: a text, and the message that carries it. */
export interface Seal {
  readonly encrypt: (text: string) => Buffer;
  /** The message with the code behind it that shows it unchanged. */
  readonly authenticate: (message: Uint8Array) => Buffer;
}

/** The keys that Olm and Megolm make of a message's secret, which must serve only once. */
export function sealOf(secret: Uint8Array, purpose: 'OLM_KEYS' | 'MEGOLM_KEYS'): Seal {
  const keys = derive(secret, purpose, 80);
  return {
    encrypt(text) {
      const cipher = createCipheriv('aes-256-cbc', keys.subarray(0, 32), keys.subarray(64));
      return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    },
    authenticate: (message) => Buffer.concat([message, hmac(keys.subarray(32, 64), message).subarray(0, MAC_BYTES)]),
  };
}
