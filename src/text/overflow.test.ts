import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCodePoints } from './code-points.ts';
import { applyOverflow, OVERFLOW_MODES, type OverflowRules } from './overflow.ts';
import { ROOMY_RULES } from '../../tests/support/overflow-rules.ts';

const RULES: OverflowRules = { ...ROOMY_RULES, bodyLength: 20 };

const LONG = 'The quick brown fox jumps over the lazy dog';
const SHORT_TITLES = { ...RULES, titleLength: 100 };

describe('applyOverflow', () => {
  it('leaves what fits alone', () => {
    for (const mode of OVERFLOW_MODES)
      expect(applyOverflow({ title: 'Hello', body: 'World' }, RULES, mode, 'text')).toEqual([
        { title: 'Hello', body: 'World' },
      ]);
  });

  it('leaves long texts alone where the service copes with them', () => {
    expect(applyOverflow({ title: '', body: LONG }, RULES, 'upstream', 'text')).toEqual([{ title: '', body: LONG }]);
  });

  it('keeps to a number of lines in any case', () => {
    const text = { title: '', body: 'one\r\ntwo\nthree' };
    expect(applyOverflow(text, { ...RULES, bodyLines: 2 }, 'upstream', 'text')).toEqual([
      { title: '', body: 'one\r\ntwo' },
    ]);
  });

  it('drops the end', () => {
    const text = { title: 'A rather long title', body: LONG };
    expect(applyOverflow(text, { ...RULES, titleLength: 9 }, 'truncate', 'text')).toEqual([
      { title: 'A rather', body: 'The quick brown fox' },
    ]);
  });

  it('counts the pieces behind the title', () => {
    expect(applyOverflow({ title: 'Fox', body: LONG }, RULES, 'split', 'text')).toEqual([
      { title: 'Fox [1/3]', body: 'The quick brown fox' },
      { title: 'Fox [2/3]', body: 'jumps over the lazy' },
      { title: 'Fox [3/3]', body: 'dog' },
    ]);
  });

  it('only repeats a title that is too short for a counter', () => {
    expect(
      applyOverflow({ title: 'Fox', body: LONG }, SHORT_TITLES, 'split', 'text').map(({ title }) => title),
    ).toEqual(['Fox', 'Fox', 'Fox']);
  });

  it('shows the title once if it takes room from the body', () => {
    const rules = { ...SHORT_TITLES, bodyLength: 30, amalgamateTitle: true };
    expect(applyOverflow({ title: 'Fox', body: LONG }, rules, 'split', 'text')).toEqual([
      { title: 'Fox', body: 'The quick' },
      { title: '', body: 'brown fox jumps over the lazy' },
      { title: '', body: 'dog' },
    ]);
  });

  it('keeps every limit', () => {
    const word = fc.constantFrom('a', 'bb', 'ccc ', '\n', '🚀', 'dddd ');
    const words = (maxLength: number): fc.Arbitrary<string> =>
      fc.array(word, { maxLength }).map((list) => list.join('').trim());
    const rules = fc.record({
      titleLength: fc.integer({ min: 1, max: 300 }),
      bodyLength: fc.integer({ min: 1, max: 300 }),
      amalgamateTitle: fc.boolean(),
      displayTitleOnce: fc.constantFrom(undefined, false, true),
    });
    const mode = fc.constantFrom('split' as const, 'truncate' as const);
    fc.assert(
      fc.property(words(200), words(400), rules, mode, (title, body, some, how) => {
        for (const piece of applyOverflow({ title, body }, { ...RULES, ...some }, how, 'text')) {
          expect(countCodePoints(piece.title)).toBeLessThanOrEqual(some.titleLength);
          expect(countCodePoints(piece.body)).toBeLessThanOrEqual(some.bodyLength);
        }
      }),
    );
  });
});
