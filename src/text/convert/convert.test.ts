import { describe, expect, it } from 'vitest';
import { FORMATS, type Format } from '../format.ts';
import { convert } from './index.ts';

describe('convert', () => {
  it('leaves the content alone where nothing is to be converted', () => {
    for (const format of FORMATS) {
      expect(convert('<b>*x*</b>', format, format)).toBe('<b>*x*</b>');
      expect(convert('<b>*x*</b>', undefined, format)).toBe('<b>*x*</b>');
    }
    expect(convert('*x*', 'markdown', 'text')).toBe('*x*');
    expect(convert('*x*', 'text', 'markdown')).toBe('*x*');
  });

  it('makes plain text look the same in HTML', () => {
    expect(convert('a  b\t"<c>"\n&\'d\'', 'text', 'html')).toBe(
      'a&nbsp;&nbsp;b&emsp;&quot;&lt;c&gt;&quot;<br/>&amp;&apos;d&apos;',
    );
  });

  const HOSTILE: readonly (readonly [Format, Format, string])[] = [
    ['markdown', 'html', '[a]("'],
    ['markdown', 'html', '***a '],
    ['markdown', 'html', '__a ___ '],
    ['markdown', 'html', '`\\'],
    ['markdown', 'html', '<hr>'],
    ['markdown', 'html', '<a b="'],
    ['markdown', 'html', '- a\n=\n'],
    ['html', 'text', 'x <hr>'],
    ['html', 'markdown', '<b> <li>'],
    ['html', 'markdown', '<td>|`'],
  ];

  it.each(HOSTILE)(
    'takes time in proportion to its input from %s to %s for %j',
    { timeout: 6000 },
    (from, to, unit) => {
      const content = unit.repeat(300_000 / unit.length);
      expect(convert(content, from, to).length).toBeLessThan(100 * content.length);
    },
  );
});
