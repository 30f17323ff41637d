import { createHash } from 'node:crypto';
import type { DeliverContext } from '../../service/define.ts';
import { http } from '../../service/http.ts';
import { isHostname } from '../../text/hosts.ts';
import { quote } from '../../text/percent.ts';

const MAX_KEY_BYTES = 65_536;
const KNOWN_SECONDS = 86_400;

const ALPHABET = 'ybndrfg8ejkmcpqxot1uwisza345h769';
const BITS_PER_LETTER = 5;

/** Bytes as z-base-32, where they are a multiple of five. */
const toZBase32 = (bytes: Uint8Array): string => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: bits.length / BITS_PER_LETTER }, (_, index) =>
    ALPHABET.charAt(Number.parseInt(bits.slice(index * BITS_PER_LETTER, (index + 1) * BITS_PER_LETTER), 2)),
  ).join('');
};

/** Where the domain of an address publishes its key: on a host of its own, or else on that of the domain. */
export function directoryUrls(address: string): readonly string[] {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  if (at < 1 || !isHostname(domain)) return [];
  const name = toZBase32(createHash('sha1').update(local.toLowerCase()).digest());
  const entry = `hu/${name}?l=${quote(local, '')}`;
  return [
    `https://openpgpkey.${domain}/.well-known/openpgpkey/${domain}/${entry}`,
    `https://${domain}/.well-known/openpgpkey/${entry}`,
  ];
}

/** Whether this may be a key and not the page of a server that has none: OpenPGP data, or the text form of it. */
const mayBeKey = (bytes: Uint8Array): boolean =>
  bytes.length <= MAX_KEY_BYTES &&
  ((bytes[0] ?? 0) >= 0x80 || Buffer.from(bytes.subarray(0, 5)).toString('latin1') === DASHES);
const DASHES = '-----';

interface Known {
  readonly key: Uint8Array;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** The key that the domain of an address publishes (draft-koch-openpgp-webkey-service), remembered for a day. */
export async function findPublished(address: string, context: DeliverContext): Promise<Uint8Array | undefined> {
  const name = `published key of ${address}`;
  const known = context.memory.get(name) as Known | undefined;
  if (known && known.until > context.now()) return known.key;
  for (const url of directoryUrls(address)) {
    const reply = await context.send(http.get(url, { accept: [200], tolerated: true, authentic: true }));
    const key = reply.bytes();
    if (!reply.ok || !mayBeKey(key)) continue;
    context.memory.set(name, { key, until: context.now() + KNOWN_SECONDS * 1000 } satisfies Known);
    return key;
  }
  return undefined;
}
