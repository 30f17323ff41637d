import type { LookupFunction } from 'node:net';
import { expect, test } from 'vitest';
import { checkedLookup, isInternalAddress } from './guard.ts';

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '172.31.255.255',
  '192.168.0.1',
  '198.51.100.7',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'localhost',
  '',
])('%s is internal', (address) => {
  expect(isInternalAddress(address)).toBe(true);
});

test.each(['1.1.1.1', '100.63.255.255', '172.32.0.1', '193.0.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
  '%s is public',
  (address) => {
    expect(isInternalAddress(address)).toBe(false);
  },
);

const resolving =
  (...addresses: string[]): LookupFunction =>
  (_host, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

test('hands on the addresses that were checked, in both forms a connection asks for', async () => {
  let lookups = 0;
  const once: LookupFunction = (host, options, done) =>
    resolving(lookups++ === 0 ? '1.1.1.1' : '127.0.0.1')(host, options, done);
  const lookup = await checkedLookup('rebinding.example', isInternalAddress, once);
  const found: unknown[] = [];
  lookup('rebinding.example', { all: true }, (_error, addresses) => found.push(addresses));
  lookup('rebinding.example', {}, (_error, address, family) => found.push([address, family]));
  expect(found).toEqual([[{ address: '1.1.1.1', family: 4 }], ['1.1.1.1', 4]]);
});

test.each([
  ['one internal address among others', 'a.example', resolving('1.1.1.1', '10.0.0.1')],
  ['no address', 'a.example', resolving()],
  ['an internal address as host', '169.254.169.254', resolving('1.1.1.1')],
])('refuses %s', async (_what, host, lookup) => {
  await expect(checkedLookup(host, isInternalAddress, lookup)).rejects.toMatchObject({
    code: 'forbidden',
    phase: 'connect',
  });
});

const failing: LookupFunction = (_host, _options, done) =>
  done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);

test('a name that does not resolve is not reachable', async () => {
  await expect(checkedLookup('a.example', isInternalAddress, failing)).rejects.toMatchObject({
    code: 'unreachable',
    message: 'a.example cannot be resolved (ENOTFOUND)',
  });
});
