import { base64Lines } from '../service/mime-encode.ts';

const CRC_START = 0xb704ce;
const CRC_POLYNOMIAL = 0x1864cfb;

/** What a byte does to a checksum of 24 bits. */
const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 16;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x800000 ? CRC_POLYNOMIAL : 0);
  return crc;
});

function checksumOf(bytes: Uint8Array): string {
  let crc = CRC_START;
  for (const byte of bytes) crc = ((crc << 8) ^ CRC_TABLE[((crc >> 16) ^ byte) & 0xff]!) & 0xffffff;
  return Buffer.from([crc >> 16, crc >> 8, crc]).toString('base64');
}

/**
 * An OpenPGP message in its text form, which the library takes twenty times as long to write. The checksum has come out of
 * use, but older GnuPG does not find the end without it.
 */
export const armorMessage = (message: Uint8Array): string =>
  `-----BEGIN PGP MESSAGE-----\r\n\r\n${base64Lines(message)}\r\n=${checksumOf(message)}\r\n-----END PGP MESSAGE-----\r\n`;
