import { expect, test } from 'vitest';
import { formatMailDate } from './mail-dates.ts';

const MOMENT = Date.UTC(2024, 8, 7, 22, 3, 9);

test.each([
  ['UTC', 'Sat, 07 Sep 2024 22:03:09 +0000'],
  ['Europe/Berlin', 'Sun, 08 Sep 2024 00:03:09 +0200'],
  ['America/St_Johns', 'Sat, 07 Sep 2024 19:33:09 -0230'],
])('a moment in %s', (zone, shown) => expect(formatMailDate(MOMENT, zone)).toBe(shown));

test('a year before offsets were whole minutes', () => {
  expect(formatMailDate(Date.UTC(1950, 0, 1), 'Africa/Monrovia')).toBe('Sat, 31 Dec 1949 23:15:30 -0044');
});
