import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SALT_END = 16;
const HEAD_END = 21;
const TAG_BYTES = 16;

type Subscriptions = Readonly<Record<string, { readonly keys: { readonly p256dh: string; readonly auth: string } }>>;

const derive = (from: Uint8Array, salted: Uint8Array, info: string | Uint8Array, bytes: number) =>
  Buffer.from(hkdfSync('sha256', from, salted, info, bytes));

/** The private key of a sender whose keys are drawn from scripted ports, where all bytes of a draw are alike. */
function keysOf(publicKey: Buffer) {
  const keys = createECDH('prime256v1');
  for (let byte = 1; byte < 256; byte += 1) {
    keys.setPrivateKey(Buffer.alloc(32, byte));
    if (keys.getPublicKey().equals(publicKey)) return keys;
  }
  throw new Error('a message was sealed with a key that was not drawn');
}

/** A sealed message as rows show it: opened, and with the name of the subscriber it is for. */
export function openWebPush(content: Buffer, filesDirectory: string): Readonly<Record<string, unknown>> {
  const subscriptions = JSON.parse(readFileSync(join(filesDirectory, 'subscriptions.json'), 'utf8')) as Subscriptions;
  const salt = content.subarray(0, SALT_END);
  const own = content.subarray(HEAD_END, HEAD_END + content.readUInt8(HEAD_END - 1));
  const sealed = content.subarray(HEAD_END + own.length);
  const keys = keysOf(own);
  const shown = { encoding: 'aes128gcm', record_size: content.readUInt32BE(SALT_END), size: content.length };
  for (const [recipient, { keys: reader }] of Object.entries(subscriptions)) {
    const [publicKey, secret] = [reader.p256dh, reader.auth].map((text) => Buffer.from(text, 'base64url'));
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey!, own]);
    const shared = derive(keys.computeSecret(publicKey!), secret!, info, 32);
    const key = derive(shared, salt, 'Content-Encoding: aes128gcm\0', 16);
    const decipher = createDecipheriv('aes-128-gcm', key, derive(shared, salt, 'Content-Encoding: nonce\0', 12));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const opened = decipher.update(sealed.subarray(0, -TAG_BYTES));
    try {
      decipher.final();
    } catch {
      continue;
    }
    return { ...shown, recipient, plaintext: opened.subarray(0, -1).toString(), padding_byte: opened.at(-1) };
  }
  return shown;
}
