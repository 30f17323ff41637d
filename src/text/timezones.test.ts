import { expect, test } from 'vitest';
import { findTimeZone } from './timezones.ts';

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['AMERICA/toronto', 'America/Toronto'],
  [' berlin ', 'Europe/Berlin'],
  ['indiana/knox', 'America/Indiana/Knox'],
  ['montreal', 'America/Montreal'],
  ['asia/kolkata', 'Asia/Kolkata'],
  ['est5edt', 'EST5EDT'],
  ['etc/gmt+5', 'Etc/GMT+5'],
  ['z', 'UTC'],
  ['Etc/GMT', 'UTC'],
])('finds %s', (name, expected) => expect(findTimeZone(name)).toBe(expected));

test.each(['', 'Europe', 'Europe/', 'knox', 'bogus', '+01:00', '../../etc/passwd'])('knows no %j', (name) => {
  expect(findTimeZone(name)).toBeUndefined();
});
