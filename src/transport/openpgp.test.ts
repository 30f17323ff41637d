import { randomBytes } from 'node:crypto';
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
