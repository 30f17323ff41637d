import { expect, test } from 'vitest';
import { isMail, parseMail, parseMails } from './mails.ts';

test('reads an address with name and label', () => {
  expect(parseMail('"Ann B" <news+ann@mail.example>')).toEqual({
    name: 'Ann B',
    label: 'news',
    user: 'ann',
    domain: 'mail.example',
    email: 'ann@mail.example',
    fullEmail: 'news+ann@mail.example',
  });
});

test.each([
  ['ann@mail.example', '', 'ann@mail.example'],
  ['Ann ann@mail.example', 'Ann', 'ann@mail.example'],
  ['Ann:ann@mail.example', 'Ann', 'ann@mail.example'],
  ["'Ann, B' ann@mail.example", 'Ann, B', 'ann@mail.example'],
  ['<ann@mail.example>', '', 'ann@mail.example'],
  ['ann@mail.example and more', '', 'ann@mail.example'],
  ['ann@localhost', '', 'ann@localhost'],
])('%j has the name %j and the address %s', (text, name, email) => {
  expect(parseMail(text)).toMatchObject({ name, email });
});

test.each(['', 'ann', '@mail.example', 'ann@', 'ann@h', 'ann@a.b', 'a+b+c@mail.example', 'ann@192.0.2.1', 'Ann <>'])(
  '%j is none',
  (text) => expect(isMail(text)).toBe(false),
);

test.each([
  ['a@b.example, c@d.example', ['a@b.example', 'c@d.example']],
  ['"Ann, A" <a@b.example>, Bob <c@d.example>', ['"Ann, A" <a@b.example>', 'Bob <c@d.example>']],
  ['<a@b.example><c@d.example>', ['<a@b.example>', '<c@d.example>']],
  ['a@b, c@d.example', ['c@d.example']],
  ['x, y z', ['x', 'y', 'z']],
])('finds the addresses in %j', (text, expected) => expect(parseMails(text)).toEqual(expected));

test.each(['a', 'a ', '+', 'a +', '"', '<', '@', 'a@', 'a-', 'a.', ':'])('is linear in runs of %j', (unit) => {
  const started = performance.now();
  parseMail(`${unit.repeat(50_000)}!`);
  parseMails(`${unit.repeat(50_000)}!`);
  expect(performance.now() - started).toBeLessThan(2000);
});
