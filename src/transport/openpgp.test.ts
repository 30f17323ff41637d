import { createHash, randomBytes } from 'node:crypto';
import { decrypt, readMessage, readPrivateKey, unarmor } from 'openpgp';
import { expect, test } from 'vitest';
import { openPgp } from './openpgp.ts';
import { armorMessage } from './armor.ts';

test('the text form is that of the standard', async () => {
  // The checksum of RFC 9580 over the letters of its own example of a CRC: "123456789".
  expect(armorMessage(Buffer.from('123456789')).split('\r\n')).toEqual([
    '-----BEGIN PGP MESSAGE-----',
    '',
    'MTIzNDU2Nzg5',
    `=${Buffer.from('21cf02', 'hex').toString('base64')}`,
    '-----END PGP MESSAGE-----',
    '',
  ]);
  const bytes = randomBytes(1000);
  expect(Buffer.from((await unarmor(armorMessage(bytes))).data as Uint8Array)).toEqual(bytes);
});

test('what is encrypted for a key that was made is opened with its other half', async () => {
  const keys = (await openPgp.makeKeys({ name: 'Apprise', address: 'ann@mail.example' }))!;
  const encrypt = await openPgp.encrypterOf(Buffer.from(keys.publicKey));
  if (typeof encrypt === 'string') throw new Error(encrypt);
  const message = await readMessage({ armoredMessage: await encrypt(Buffer.from('opened')) });
  const decryptionKeys = await readPrivateKey({ armoredKey: keys.privateKey });
  expect(decryptionKeys.getAlgorithmInfo()).toEqual({ algorithm: 'rsaEncryptSign', bits: 2048 });
  expect((await decrypt({ message, decryptionKeys })).data).toBe('opened');
});

test('no key bears what is no address', async () => {
  expect(await openPgp.makeKeys({ name: 'Apprise', address: 'nobody' })).toBeUndefined();
});

test.each([
  ['nothing', ''],
  ['no key', 'no key'],
  ['a beginning', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxsDN'],
  ['bytes', Buffer.alloc(50, 0x99)],
])('%s is no key', async (_, content) => {
  const bytes = Buffer.from(content);
  expect([await openPgp.signerOf(bytes), await openPgp.encrypterOf(bytes)]).toEqual(['unreadable', 'unreadable']);
});

const bytes = (layout: readonly (number | Uint8Array)[]): Buffer =>
  Buffer.concat(layout.map((part) => (typeof part === 'number' ? Buffer.of(part) : part)));
const uint16 = (value: number): Buffer => Buffer.of(value >> 8, value & 255);
const uint32 = (value: number): Buffer => bytes([uint16(value >>> 16), uint16(value & 0xffff)]);

/** A DSA key of a size nobody uses, whose signature looks right as far as that is seen without any arithmetic. */
function hugeKey(bits: number): Buffer {
  const packet = (tag: number, body: Buffer): Buffer => bytes([0xc0 | tag, 0xff, uint32(body.length), body]);
  const number = (size: number, byte: number): Buffer => bytes([uint16(size), Buffer.alloc(size / 8, byte)]);
  const created = uint32(1_600_000_000);
  const key = bytes([4, created, 17, ...[0xfb, 0xfd, 0xe3, 0xe5].map((byte) => number(bits, byte))]);
  const named = bytes([0x99, uint16(key.length), key]);
  const id = createHash('sha1').update(named).digest().subarray(12);
  const user = Buffer.from('Ann <ann@mail.example>');
  const signed = bytes([4, 0x13, 17, 8, uint16(9), 5, 2, created, 2, 27, 0x0f]);
  const digest = createHash('sha256')
    .update(bytes([named, 0xb4, uint32(user.length), user, signed, 4, 0xff, uint32(signed.length)]))
    .digest();
  const one = bytes([uint16(1), 1]);
  const signature = bytes([signed, uint16(10), 9, 16, id, digest.subarray(0, 2), number(bits - 8, 0xfb), one]);
  return bytes([packet(6, key), packet(13, user), packet(2, signature)]);
}

test('a key that is made to take long is refused at once', async () => {
  const started = performance.now();
  expect(await openPgp.encrypterOf(hugeKey(16_384))).toBe('unsuitable');
  expect(performance.now() - started).toBeLessThan(1000);
});
