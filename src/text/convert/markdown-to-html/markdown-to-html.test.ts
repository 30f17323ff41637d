import { describe, expect, it } from 'vitest';
import { markdownToHtml } from './index.ts';

describe('markdownToHtml', () => {
  it.each([
    ['paragraphs and line breaks', 'one\ntwo\n\nthree', '<p>one<br />\ntwo</p>\n<p>three</p>'],
    ['headings', '#Disk #\n\nTape\n---', '<h1>Disk</h1>\n<h2>Tape</h2>'],
    ['rules', '* * *', '<hr />'],
    [
      'emphasis',
      '*a* __b__ ***c*** snake_case 2 * 3',
      '<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong> snake_case 2 * 3</p>',
    ],
    ['nested emphasis', '**a *b* c**', '<p><strong>a <em>b</em> c</strong></p>'],
    ['code', '`a < b` ``c ` d``', '<p><code>a &lt; b</code> <code>c ` d</code></p>'],
    ['escapes', '\\*no\\* \\\\ \\q', '<p>*no* \\ \\q</p>'],
    [
      'links',
      '[a](http://x.example/?b=1&c "t") <http://y.example>',
      '<p><a href="http://x.example/?b=1&amp;c" title="t">a</a> <a href="http://y.example">http://y.example</a></p>',
    ],
    ['parentheses in addresses', '[a](/b(c)) [d](</e f>)', '<p><a href="/b(c)">a</a> <a href="/e f">d</a></p>'],
    [
      'named links',
      '[Site][s] and [s]\n\n[S]: http://x.example "T"',
      '<p><a href="http://x.example" title="T">Site</a> and <a href="http://x.example" title="T">s</a></p>',
    ],
    ['images', '![pic](p.png)', '<p><img alt="pic" src="p.png" /></p>'],
    [
      'mail addresses',
      '<a@b>',
      '<p><a href="&#109;&#97;&#105;&#108;&#116;&#111;&#58;&#97;&#64;&#98;">&#97;&#64;&#98;</a></p>',
    ],
    ['tight lists', '- a\n- b\n    1. c', '<ul>\n<li>a</li>\n<li>b<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>'],
    [
      'loose lists',
      '1. a\n\n2. b\n\n    more',
      '<ol>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n<p>more</p>\n</li>\n</ol>',
    ],
    ['quotes', '> a\n> - b', '<blockquote>\n<p>a<br />\n- b</p>\n</blockquote>'],
    ['nested quotes', '> > a', '<blockquote>\n<blockquote>\n<p>a</p>\n</blockquote>\n</blockquote>'],
    ['blocks of code', '    if a < b:\n\n        c', '<pre><code>if a &lt; b:\n\n    c\n</code></pre>'],
    [
      'tables',
      'A | B\n:-:|--\n`|` | \\|',
      '<table>\n<thead>\n<tr>\n<th style="text-align: center;">A</th>\n<th>B</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td style="text-align: center;"><code>|</code></td>\n<td>|</td>\n</tr>\n</tbody>\n</table>',
    ],
    ['raw blocks', '<div>\n*as it is*\n</div>\n\n*x*', '<div>\n*as it is*\n</div>\n\n<p><em>x</em></p>'],
    ['raw tags', 'a <b>*c*</b> & d < e &copy;', '<p>a <b><em>c</em></b> &amp; d &lt; e &copy;</p>'],
    ['comments', '<!-- *a* -->', '<!-- *a* -->'],
    ['tabs', '\tx', '<pre><code>x\n</code></pre>'],
    ['nothing of blanks', ' \n\t', ''],
    ['control characters of its own', 'a\x02t0\x03b', '<p>at0b</p>'],
  ])('writes %s', (_what, markdown, html) => {
    expect(markdownToHtml(markdown)).toBe(html);
  });

  it('reads no deeper than a hundred levels', () => {
    const html = markdownToHtml(`${'> '.repeat(5000)}deep`);
    expect(html.match(/<blockquote>/g)).toHaveLength(100);
    expect(html).toContain('deep');
  });
});
