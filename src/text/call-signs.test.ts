import { expect, test } from 'vitest';
import { parseCallSign, parseCallSigns } from './call-signs.ts';

test('reads a call sign', () => {
  expect(parseCallSign('w1aw-12 ')).toEqual({ callSign: 'W1AW', ssid: '12' });
  expect(parseCallSign('DK7IUT')).toEqual({ callSign: 'DK7IUT', ssid: '' });
  expect(['', 'ABC', 'W1AW-123', 'W1AWXYZ'].map(parseCallSign)).toEqual([undefined, undefined, undefined, undefined]);
});

test('finds call signs, or else gives the items', () => {
  expect(parseCallSigns('W1AW, DK7IUT-2;x')).toEqual(['W1AW', 'DK7IUT-2']);
  expect(parseCallSigns('x y')).toEqual(['x', 'y']);
});
