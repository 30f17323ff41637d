import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpretEscapes } from './escapes.ts';

describe('interpretEscapes', () => {
  it.each([
    [String.raw`first\nsecond\tthird`, 'first\nsecond\tthird'],
    [String.raw`\x48\u00fc\U0001F600\101`, 'Hü😀A'],
    [String.raw`\ud83d\ude80`, '🚀'],
    [String.raw`\N{em dash}`, '—'],
    [String.raw`C:\\new`, String.raw`C:\new`],
    ['one \\\nline', 'one line'],
    [String.raw`say \"hi\"`, 'say "hi"'],
  ])('replaces those of %j', (text, expected) => {
    expect(interpretEscapes(text)).toBe(expected);
  });

  it.each([
    ['a letter that means nothing', String.raw`\q \X41`],
    ['too few digits', String.raw`\x4 \u12 \U0010`],
    ['a number beyond the last character', String.raw`\U00110000`],
    ['a name it does not know', String.raw`\N{NO SUCH SIGN}`],
    ['nothing behind it', 'end\\'],
    ['a letter beyond ASCII behind it', '\\é'],
  ])('leaves an escape with %s', (_case, text) => {
    expect(interpretEscapes(text)).toBe(text);
  });

  it('undoes doubled backslashes, whatever is between them', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(interpretEscapes(text.replaceAll('\\', '\\\\'))).toBe(text);
      }),
    );
  });
});
