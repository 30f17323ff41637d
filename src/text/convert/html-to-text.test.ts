import { describe, expect, it } from 'vitest';
import { htmlToText } from './html-to-text.ts';

describe('htmlToText', () => {
  it.each([
    ['<h1>Backup</h1><p>took <b>3</b>&nbsp;min</p>', 'Backup\ntook 3 min'],
    ['<ul><li>disk<li>tape</ul>', '- disk\n- tape'],
    ['one<br>two<hr>three', 'one\ntwo\n---\nthree'],
    ['<blockquote>said</blockquote>', '>said'],
    ['<p>a</p>\n<p>b</p>', 'a\n\nb'],
    ['<title>t</title><style>p { x: y }</style><script>if (a < b) c()</script>seen', 'seen'],
    ['<!-- <p>hidden</p> --><!DOCTYPE html><?xml ?><![CDATA[x]]>seen', 'seen'],
    ['<a href="x>y" title=\'"\'>link</a>', 'link'],
    ['<P CLASS=x>Loud</P >', 'Loud'],
    ['1 < 2 && 3 <> 4', '1 < 2 && 3 <> 4'],
    ['see https://host.example/?a=1&b=2', 'see https://host.example/?a=1&b=2'],
    ['unfinished <b class="x', 'unfinished'],
    ['<constructor>odd</constructor>', 'odd'],
  ])('reads %j as %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
});
