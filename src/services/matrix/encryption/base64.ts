import { KEY_BYTES } from '../../../service/curve-keys.ts';

/** Base64 without padding, as nearly all of Matrix writes it. */
export const encodeBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** The bytes of a key; undefined of anything else. */
export function decodeKey(text: unknown): Buffer | undefined {
  if (typeof text !== 'string' || !/^[\w+/-]{43}=?$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === KEY_BYTES ? bytes : undefined;
}
