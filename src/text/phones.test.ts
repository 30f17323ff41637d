import { expect, test } from 'vitest';
import { isPhone, parsePhone, parsePhones } from './phones.ts';

test('reads a number', () => {
  expect(parsePhone('+1 (555) 123-4567')).toEqual({
    digits: '15551234567',
    country: '1',
    area: '555',
    line: '1234567',
  });
  expect(parsePhone('411', 3)).toEqual({ digits: '411', country: '', area: '', line: '411' });
});

test.each(['', '+', '555-1234', '123456789012345', '555.123.4567', '555a1234567'])('%j is none', (text) => {
  expect(isPhone(text)).toBe(false);
});

test.each([
  ['5551234567,5557654321', ['5551234567', '5557654321']],
  ['+15551234567 +15557654321', ['+15551234567', '+15557654321']],
  ['555 123 4567, 555 765 4321', ['555 123 4567', '555 765 4321']],
  ['12 (+5551234567', ['(+5551234567']],
  ['5551234567 x', ['5551234567', 'x']],
  ['abc; d', ['abc', 'd']],
  ['', []],
])('finds numbers in %j', (text, expected) => expect(parsePhones(text)).toEqual(expected));

test('finds numbers with words before them', () => {
  expect(parsePhones('w:5551234567,call:+15557654321, 5550001111', { prefixed: true })).toEqual([
    'w:5551234567',
    'call:+15557654321',
    '5550001111',
  ]);
});

test.each(['1', '1 ', '(', '(1', '+', 'w:', 'w:1'])('is linear in runs of %j', (unit) => {
  const started = performance.now();
  parsePhones(`${unit.repeat(100_000)}x`, { prefixed: true });
  expect(performance.now() - started).toBeLessThan(2000);
});
