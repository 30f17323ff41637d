import { describe, expect, it } from 'vitest';
import type { Dialect } from './dialect.ts';
import type { Format } from './format.ts';
import type { OverflowRules } from './overflow.ts';
import { prepareText, type PrepareOptions } from './prepare.ts';
import { ROOMY_RULES } from '../../tests/support/overflow-rules.ts';

const RULES: OverflowRules = { ...ROOMY_RULES, bodyLength: 1000, titleTag: 'h4' };

const OPTIONS: PrepareOptions = { rules: RULES, mode: 'upstream', emojis: false, escapes: false };

const prepare = (
  title: string,
  body: string,
  format: Format | undefined,
  rules: Partial<OverflowRules> = {},
  options = OPTIONS,
) => prepareText({ title, body, format }, { ...options, rules: { ...RULES, ...rules } });

describe('prepareText', () => {
  it('trims a title at both ends and a body at its end', () => {
    expect(prepare(' Title ', ' body \n', undefined)).toEqual([{ title: 'Title', body: ' body' }]);
  });

  it('converts the body, but no title that stands alone', () => {
    expect(prepare('<b>T</b>', '<b>x</b> &amp; y', 'html')).toEqual([{ title: '<b>T</b>', body: 'x & y' }]);
  });

  it.each([
    ['text', 'text', 'Disk *full*', 'Disk *full*\r\nbody'],
    ['text', 'html', 'Disk & <tape>', '<h4>Disk&nbsp;&amp;&nbsp;&lt;tape&gt;</h4><br />\r\nbody'],
    ['text', 'markdown', '# Disk', '# Disk\nbody'],
    ['text', 'markdown', '--', 'body'],
    ['html', 'markdown', '<i>Disk</i>', '# *Disk*\nbody'],
    ['markdown', 'markdown', 'Disk', 'Disk\r\nbody'],
    [undefined, 'markdown', 'Disk', 'Disk\r\nbody'],
  ] as const)('folds a %s title into the body of a service without titles (%s)', (from, format, title, body) => {
    expect(prepare(title, 'body', from, { titleLength: 0, format })).toEqual([{ title: '', body }]);
  });

  it('interprets escapes before emojis, and both after converting', () => {
    const options = { ...OPTIONS, emojis: true, escapes: true };
    expect(prepare('', String.raw`\x3cb> \x3atada:`, 'text', { format: 'html' }, options)).toEqual([
      { title: '', body: '<b&gt;&nbsp;🎉' },
    ]);
  });

  it('keeps what it writes in a dialect within the limit', () => {
    const dialect: Dialect = {
      plain: (text) => text.replaceAll('&', '&amp;'),
      literal: (character) => character,
      code: (content) => content,
      link: (label) => label,
      nesting: true,
      heading: (title) => `*${title}*`,
    };
    const options = { ...OPTIONS, mode: 'split' as const, dialect };
    const rules = { titleLength: 0, format: 'markdown', bodyLength: 16 } as const;
    const written = prepare('T', '<b>1 & 2 & 3</b>', 'html', rules, options).map(({ body }) => body);
    expect(written).toEqual(['*T*', '*1 &amp; 2*', '*&amp; 3*']);
    expect(prepare('', '1 & 2', 'markdown', rules, options)).toEqual([{ title: '', body: '1 & 2' }]);
  });

  it('splits what it converted by the rules of the format it is in now', () => {
    const options = { ...OPTIONS, mode: 'split' as const };
    expect(prepare('', 'Fish & Chips', 'text', { format: 'html', bodyLength: 12 }, options)).toEqual([
      { title: '', body: 'Fish&nbsp;' },
      { title: '', body: '&amp;&nbsp;C' },
      { title: '', body: 'hips' },
    ]);
  });
});
