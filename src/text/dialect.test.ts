import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToMarkdown } from './convert/html-to-markdown/index.ts';
import { DIALECT_SIGNS, DialectWriter, type Dialect } from './dialect.ts';

const SHOUTING: Dialect = {
  plain: (text) => text.toUpperCase(),
  literal: (character) => `{${character}}`,
  code: (content, ticks) => ticks.replaceAll('`', "'") + content + ticks.replaceAll('`', "'"),
  link: (label, address) => `<${label}|${address}>`,
  nesting: true,
};

const write = (html: string, dialect = SHOUTING): string =>
  new DialectWriter(dialect).write(htmlToMarkdown(html, DIALECT_SIGNS));

const pieces = (...markdown: string[]): string[] => {
  const writer = new DialectWriter(SHOUTING);
  return markdown.map((piece) => writer.write(piece));
};

describe('DialectWriter', () => {
  it.each([
    ['plain text', '<h1>a</h1>b', '# A\nB'],
    ['characters that Markdown escapes', 'a*b', 'A{*}B'],
    ['code', '<code>a*b</code>', "'a*b'"],
    ['code with a backslash at its end', '<code>a\\</code> b', "'a\\' B"],
    ['blocks of code', '<pre>a *b*</pre>c', "'''\na *b*\n'''\nC"],
    [
      'links',
      '<a href="https://host.example/?a=1&b=(2)">the <i>site</i></a>',
      '<THE _SITE_|https://host.example/?a=1&b=(2)>',
    ],
    ['emphasis in emphasis', '<b>a<i>b</i></b><i>c<b>d</b></i>', '*A_B_*_C*D*_'],
    ['emphasis that begins and ends together', '<b><i>a</i>b</b>', '*_A_B*'],
    ['emphasis that overlaps a link', '<a href=x><b>a</a>b</b>', '<*A*|x>*B*'],
  ])('writes %s', (_what, html, written) => {
    expect(write(html)).toBe(written);
  });

  it('leaves out inner emphasis where a dialect has none', () => {
    expect(write('<b>a<i>b</i>c</b><i>d</i>', { ...SHOUTING, nesting: false })).toBe('*ABC*_D_');
  });

  it.each([
    ['emphasis', ['*one', 'two* three'], ['*ONE*', '*TWO* THREE']],
    ['emphasis that begins where a piece ends', ['one *', 'two*'], ['ONE ', '*TWO*']],
    ['emphasis that ends where a piece begins', ['*one', '* two'], ['*ONE*', ' TWO']],
    ['code', ['`one', 'two` three'], ["'one'", "'two' THREE"]],
    ['blocks of code', ['```\none', 'two\n```\nthree'], ["'''\none\n'''", "'''\ntwo\n'''\nTHREE"]],
    ['a link cut in its label', ['a [b', 'c](<x>) d'], ['A {[}B', 'C<|x> D']],
  ])('makes each piece complete: %s', (_what, cut, written) => {
    expect(pieces(...cut)).toEqual(written);
  });

  it('loses no text and leaves no emphasis open', () => {
    const part = fc.constantFrom(
      '<b>',
      '</b>',
      '<i>',
      '</i>',
      '<code>',
      '</code>',
      '<a href=x>',
      '</a>',
      'w',
      '*',
      '_',
      ' ',
    );
    const bare: Dialect = {
      plain: (text) => text,
      literal: () => 'w',
      code: () => 'w',
      link: (text) => text,
      nesting: true,
    };
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const written = write(parts.join(''), bare);
        expect(written.split('*').length % 2).toBe(1);
        expect(written.split('_').length % 2).toBe(1);
      }),
    );
  });
});
