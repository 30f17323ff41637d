import { expect, test } from 'vitest';
import { parseBoolean } from './boolean.ts';

test.each(['yes', 'Y', 'true', 'on', '1', 'enabled', 'always', 'trust'])('%s is yes', (text) => {
  expect(parseBoolean(text)).toBe(true);
});

test.each(['no', 'N', 'false', 'off', '0', 'disabled', 'never', 'deny', 'nope'])('%s is no', (text) => {
  expect(parseBoolean(text, true)).toBe(false);
});

test.each(['', ' yes', 'maybe', '10', 'e'])('%j is what the caller says', (text) => {
  expect([parseBoolean(text), parseBoolean(text, true)]).toEqual([false, true]);
});
