import { describe, expect, it } from 'vitest';
import { decodeReferences } from './html-references.ts';

describe('decodeReferences', () => {
  it.each([
    ['Fish &amp; Chips &lt;3', 'Fish & Chips <3'],
    ['&hellip;&CounterClockwiseContourIntegral;&NotEqualTilde;', '…∳\u2242\u0338'],
    ['&#65;&#x42;&#X43;&#68', 'ABCD'],
    ['&copy2024 &notin; &notit; &amp', '©2024 ∉ ¬it; &'],
    ['&#128;&#153;', '€™'],
    ['&#0;&#xD800;&#99999999999;', '\ufffd\ufffd\ufffd'],
    ['a&#1;b', 'ab'],
    ['AT&T &unknown; &; &#; &', 'AT&T &unknown; &; &#; &'],
    ['&amp;amp;', '&amp;'],
  ])('reads %j as %j', (text, expected) => {
    expect(decodeReferences(text)).toBe(expected);
  });
});
