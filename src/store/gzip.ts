import { promisify } from 'node:util';
import { gunzip, gzip, type ZlibOptions } from 'node:zlib';

/** More than any session or configuration, and far less than what a crafted file could unpack to. */
const MAX_UNPACKED_BYTES = 33_554_432;

export const pack: (content: Uint8Array | string) => Promise<Uint8Array> = promisify(gzip);

const unpackWithin = promisify<Uint8Array, ZlibOptions, Uint8Array>(gunzip);
export const unpack = (content: Uint8Array): Promise<Uint8Array> =>
  unpackWithin(content, { maxOutputLength: MAX_UNPACKED_BYTES });
