import { assert, double, property } from 'fast-check';
import { expect, test } from 'vitest';
import { formatFloat, parseFloatText, parseIntegerText } from './numbers.ts';

test.each([
  ['1', 1],
  [' +1_000 ', 1000],
  ['-.5', -0.5],
  ['1.', 1],
  ['1e2', 100],
  ['-inf', -Infinity],
  ['Infinity', Infinity],
  ['NaN', Number.NaN],
  ['', undefined],
  ['.', undefined],
  ['1__0', undefined],
  ['0x10', undefined],
  ['1 2', undefined],
])('reads %j as a float', (text, expected) => expect(parseFloatText(text)).toBe(expected));

test.each([
  [' 08 ', 8],
  ['-1', -1],
  ['8_0', 80],
  ['1.0', undefined],
  ['1e2', undefined],
  ['', undefined],
])('reads %j as an integer', (text, expected) => expect(parseIntegerText(text)).toBe(expected));

test('tells soon that digits without end are no number', () => {
  const started = performance.now();
  expect(parseFloatText(`${'1'.repeat(100_000)}!`)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(1000);
});

test.each([
  [1, '1.0'],
  [-0, '-0.0'],
  [0.5, '0.5'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e+16'],
  [1.5e-7, '1.5e-07'],
  [1e100, '1e+100'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
  [Number.NaN, 'nan'],
])('writes %d', (value, expected) => expect(formatFloat(value)).toBe(expected));

test('reads what it writes', () => {
  assert(
    property(double(), (value) => {
      expect(parseFloatText(formatFloat(value))).toBe(value);
    }),
  );
});
