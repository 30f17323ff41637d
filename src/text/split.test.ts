import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCodePoints } from './code-points.ts';
import { FORMATS } from './format.ts';
import { splitText } from './split.ts';

describe('splitText', () => {
  it.each([
    ['after the last line that fits', 'one two\nthree four', 12, ['one two\n', 'three four']],
    ['else after the last word', 'one two three', 9, ['one two ', 'three']],
    ['else after a sentence', 'one.\fthree', 7, ['one.\f', 'three']],
    ['else anywhere', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['between characters', '🚀🚀🚀', 2, ['🚀🚀', '🚀']],
  ] as const)('cuts %s', (_where, text, limit, pieces) => {
    expect(splitText(text, limit, 'text')).toEqual(pieces);
  });

  it('keeps character references whole', () => {
    expect(splitText('Fish&amp;Chips', 6, 'html')).toEqual(['Fish', '&amp;C', 'hips']);
    expect(splitText('Fish&amp;Chips', 6, 'text')).toEqual(['Fish&a', 'mp;Chi', 'ps']);
  });

  it.each([
    ['see[here](/a)', 8, ['see', '[here](/', 'a)']],
    ['see[it](/a)now', 9, ['see', '[it](/a)n', 'ow']],
    ['go<x|y>', 5, ['go', '<x|y>']],
  ] as const)('keeps the link in %s whole if it fits', (text, limit, pieces) => {
    expect(splitText(text, limit, 'markdown')).toEqual(pieces);
  });

  it('loses nothing and keeps the limit', () => {
    const unit = fc.constantFrom('a', ' ', '\n', '&amp;', '[l](u)', '<a|b>', '🚀', '. ', '![');
    const text = fc.array(unit, { maxLength: 40 }).map((units) => units.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 30 }), fc.constantFrom(...FORMATS), (content, limit, format) => {
        const pieces = splitText(content, limit, format);
        expect(pieces.join('')).toBe(content);
        expect(Math.max(...pieces.map(countCodePoints))).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
