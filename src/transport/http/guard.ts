import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { TransportError } from './errors.ts';

/** Says of an IP address whether it may not be contacted. */
export type AddressRule = (address: string) => boolean;

/** Loopback, private, link-local, shared, multicast and whatever else is set aside (IANA special-purpose registries). */
const SET_ASIDE = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
];

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}

const setAside = blockList(SET_ASIDE);
/** Of IPv6 only this is handed out; the rest is local, reserved or stands for IPv4 addresses. */
const globalUnicast = blockList(['2000::/3']);

/** Whether an address is not one of the public internet; what is no address counts as internal too. */
export function isInternalAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  const family = isIP(plain);
  if (family === 0) return true;
  return (family === 6 && !globalUnicast.check(plain, 'ipv6')) || setAside.check(plain, familyOf(plain));
}

function resolveAll(host: string, lookup: LookupFunction): Promise<LookupAddress[]> {
  const family = isIP(host);
  if (family !== 0) return Promise.resolve([{ address: host, family }]);
  return new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, found, foundFamily) => {
      if (error) reject(new TransportError('unreachable', 'connect', `${host} cannot be resolved (${error.code})`));
      else resolve(typeof found === 'string' ? [{ address: found, family: foundFamily ?? isIP(found) }] : found);
    });
  });
}

/**
 * The addresses of a host, none of them forbidden, as a lookup for the connection: whatever the name means a moment later,
 * only addresses that were checked are contacted.
 */
export async function checkedLookup(
  host: string,
  isForbidden: AddressRule,
  lookup: LookupFunction = systemLookup,
): Promise<LookupFunction> {
  const addresses = await resolveAll(host, lookup);
  const first = addresses[0];
  if (first === undefined || addresses.some(({ address }) => isForbidden(address)))
    throw new TransportError('forbidden', 'connect', `${host} is not a public address`);
  return (_host, { all }, done) => {
    if (all) done(null, addresses);
    else done(null, first.address, first.family);
  };
}
