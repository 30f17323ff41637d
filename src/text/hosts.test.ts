import { expect, test } from 'vitest';
import { isHostname, isIpAddress, parseHost } from './hosts.ts';

test.each([
  ['h.example', 'h.example'],
  ['h.example.', 'h.example'],
  ['H', 'H'],
  ['my_stack.web-1', 'my_stack.web-1'],
  ['12', '12'],
  ['192.0.2.1', '192.0.2.1'],
  ['::1', '[::1]'],
  ['[2001:db8::1]', '[2001:db8::1]'],
  ['1:2:3:4:5:6:7:8', '[1:2:3:4:5:6:7:8]'],
  ['1:2:3:4:5:6:7::', '[1:2:3:4:5:6:7::]'],
  ['::ffff:192.0.2.1', '[::ffff:192.0.2.1]'],
])('takes %s as a host', (text, expected) => expect(parseHost(text)).toBe(expected));

test.each([
  '',
  '.',
  '1',
  'a..b',
  '-a',
  'a-',
  '_',
  'a b',
  'é',
  'a:80',
  '192.0.2.256',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8::',
  'fe80::1%eth0',
  '::1.2.3',
  '1.2.3.4::',
  `${'a'.repeat(64)}.b`,
  `${'a.'.repeat(126)}aaa`,
])('takes %s as none', (text) => expect(parseHost(text)).toBeUndefined());

test('tells names from addresses', () => {
  expect(['h.example', 'my_stack', '192.0.2.1', '::1'].map(isHostname)).toEqual([true, false, false, false]);
  expect(['h.example', 'my_stack', '192.0.2.1', '::1'].map(isIpAddress)).toEqual([false, false, true, true]);
});
