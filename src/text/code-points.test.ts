import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, countCodePoints, cut, fits, retreat } from './code-points.ts';

const text = fc.string({ unit: 'binary' });

describe('code points', () => {
  it('are counted like characters of a string', () => {
    fc.assert(
      fc.property(text, fc.nat(20), (value, limit) => {
        const characters = Array.from(value);
        expect(countCodePoints(value)).toBe(characters.length);
        expect(fits(value, limit)).toBe(characters.length <= limit);
        expect(cut(value, limit)).toBe(characters.slice(0, limit).join(''));
      }),
    );
  });

  it('lead back where they led from', () => {
    fc.assert(
      fc.property(text, fc.nat(20), (value, count) => {
        const steps = Math.min(count, countCodePoints(value));
        expect(retreat(value, advance(value, 0, steps), steps)).toBe(0);
      }),
    );
  });

  it('count a lone surrogate as one', () => {
    expect(countCodePoints('\ud83d\ud83d\ude80\ude80')).toBe(3);
  });
});
