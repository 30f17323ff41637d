import { describe, expect, it } from 'vitest';
import { collapseWhitespace, isBlank, trim } from './whitespace.ts';

describe('white space', () => {
  it("is Unicode's and ASCII's separators, but no byte order mark", () => {
    expect(trim('\t\x1c\x85\xa0\u2003\u3000x\r\n\x1f')).toBe('x');
    expect(trim('\ufeffx\u200b')).toBe('\ufeffx\u200b');
    expect(isBlank(' \u2028')).toBe(true);
    expect(isBlank('')).toBe(true);
  });

  it('collapses to one blank', () => {
    expect(collapseWhitespace('a  b\n\tc d\xa0e ')).toBe('a b c d e ');
  });
});
