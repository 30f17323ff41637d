import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToMarkdown } from './index.ts';

describe('htmlToMarkdown', () => {
  it.each([
    ['headings', '<h2>Disk</h2>full', '## Disk\nfull'],
    ['paragraphs', '<p>one</p><div>two<br>lines</div>', 'one\n\ntwo  \nlines'],
    ['emphasis with blanks outside', 'a<b> bold </b>and <em>more</em>', 'a **bold** and *more*'],
    ['nothing for empty emphasis', 'a<b></b><i></i>b', 'ab'],
    [
      'links',
      '<a href="https://host.example/?a=1&amp;b=2">the <i>site</i></a>',
      '[the *site*](<https://host.example/?a=1&b=2>)',
    ],
    ['unsafe links leading nowhere', '<a href="java\tscript:alert(1)">x</a>', '[x](<#>)'],
    ['code', '<code>a`b</code>', '``a`b``'],
    ['blocks of code', '<pre>if x:\n  y</pre>', '```\nif x:\n  y\n```'],
    ['nested lists', '<ol start=3><li>a<ul><li>b</li></ul></li><li>c</li></ol>', '3. a\n  - b\n4. c'],
    ['code in items', '<ul><li><pre>x\ny</pre></li></ul>', '- ```\n  x\n  y\n  ```'],
    ['quotes', '<blockquote><p>a</p><blockquote>b</blockquote></blockquote>', '> a\n>\n> > b'],
    ['tables', '<table><tr><th>A<th>B<tr><td>1|2<td>3<br>4</table>', '| A | B |\n| --- | --- |\n| 1\\|2 | 3 4 |'],
    ['rules', 'a<hr>b', 'a\n\n---\nb'],
    ['text that looks like Markdown', '<p># 1*2_3</p><p>- x</p><p>7. y</p>', '\\# 1\\*2\\_3\n\n\\- x\n\n7\\. y'],
    ['nothing for readers to miss', '<head><title>t</title></head><body>x</body>', 'x'],
    ['text at the end', 'Tom&Jerry', 'Tom&Jerry'],
  ])('writes %s', (_what, html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown);
  });

  it('copes with tags in any order', () => {
    const tags =
      '<p> </p> <b> </b> <ul> <li> </ul> <td> <tr> <table> </table> <pre> </pre> <blockquote> </blockquote> <br>';
    const piece = fc.constantFrom(...tags.split(' '), '<a href=x>', '</a>', 'text', ' ', '|', '`', '\xa0');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(htmlToMarkdown(pieces.join(''))).toBeTypeOf('string');
      }),
    );
  });
});
