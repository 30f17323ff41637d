import { createCipheriv, createHmac } from 'node:crypto';

async function gzip(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A text as https://pushover.net/api/encryption asks: packed, under AES-256-CBC, signed with the same key. */
export async function seal(text: string, key: Uint8Array, iv: Uint8Array): Promise<string> {
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const sealed = Buffer.concat([iv, cipher.update(await gzip(text)), cipher.final()]);
  const signature = createHmac('sha256', key).update(sealed).digest();
  return Buffer.concat([sealed, signature]).toString('base64');
}
