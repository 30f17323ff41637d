import { expect, test } from 'vitest';
import { toTelegramHtml } from './html.ts';

test.each([
  ['<p>Door <strong>open</strong></p>\n<p>Window <em>shut</em></p>', 'Door <b>open</b>\r\nWindow <i>shut</i>\r\n'],
  ['<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>', '\r\n-one\r\n-two\r\n'],
  ['a <span class="x">b</span> c', 'a b c'],
  ['a<br/>\n<br>b', 'a\r\nb'],
  ['a <!-- <b>hidden</b> --> b <!-- c', 'ab <!-- c'],
  ['<a href="https://door.example">x</a> &quot;y&quot;&nbsp;z', '<a href="https://door.example">x</a> "y" z'],
  ['1 < 2 <constructor>', '1 < 2 <constructor>'],
])('%j becomes %j', (html, expected) => {
  expect(toTelegramHtml(html, true)).toBe(expected);
});

test('gives headings lines of their own where they are known to be some', () => {
  expect(toTelegramHtml('a<h1>Doors</h1>b', true)).toBe('a\r\n<b>Doors</b>\r\nb');
  expect(toTelegramHtml('a<h1>Doors</h1>b', false)).toBe('a<b>Doors</b>b');
});
