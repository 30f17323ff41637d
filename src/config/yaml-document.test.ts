import { describe, expect, test } from 'vitest';
import { PythonObject, type PythonValue } from '../text/python.ts';
import { parseYamlDocument } from './yaml-document.ts';

const valueOf = (source: string): PythonValue | undefined => parseYamlDocument(source)?.value;

describe('a plain scalar', () => {
  test.each<[string, PythonValue]>([
    ['~', null],
    ['Yes', true],
    ['off', false],
    // Only whole words, in the usual ways of writing them.
    ['y', 'y'],
    ['yEs', 'yEs'],
    ['007', 7n],
    ['010', 8n],
    ['-0x1F', -31n],
    ['0b1_01', 5n],
    ['1_000', 1000n],
    ['1:30', 90n],
    ['123456789012345678901234567890', 123456789012345678901234567890n],
    ['08', '08'],
    ['0o7', '0o7'],
    ['0b', '0b'],
    ['1.5', 1.5],
    ['1.', 1],
    ['.5', 0.5],
    ['1.0e+3', 1000],
    ['1:30.5', 90.5],
    ['-.inf', -Infinity],
    // Exponents need a sign, and a point before them.
    ['1e3', '1e3'],
    ['1.0e3', '1.0e3'],
    ['+.5', '+.5'],
    ['2020-02-30', '2020-02-30'],
    ['2020-1-1', '2020-1-1'],
    ['!!str 010', '010'],
    ['!!int "5"', 5n],
    ['!!float 5', 5],
    ['"5"', '5'],
  ])('%s', (source, value) => expect(valueOf(`a: ${source}`)).toEqual(new Map([['a', value]])));

  test.each([
    ['2020-01-02', '2020-01-02'],
    ['2020-1-2 3:04:05', '2020-01-02 03:04:05'],
    ['2020-01-02T03:04:05.1Z', '2020-01-02 03:04:05.100000+00:00'],
    ['2020-01-02 03:04:05 -5:30', '2020-01-02 03:04:05-05:30'],
  ])('%s is a time', (source, text) => expect(valueOf(source)).toEqual(new PythonObject(text)));
});

describe('a document', () => {
  test('has keys of every kind but collections, of which the last of its name counts', () => {
    expect(valueOf('1: a\n~: b\n__proto__: c\n1: d')).toEqual(
      new Map<PythonValue, PythonValue>([
        [1n, 'd'],
        [null, 'b'],
        ['__proto__', 'c'],
      ]),
    );
    expect(() => valueOf('? [a]\n: b')).toThrow('a collection cannot be a key');
  });

  test('merges mappings and shares what has an anchor', () => {
    expect(valueOf('a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}')).toEqual(
      new Map([
        [
          'a',
          new Map([
            ['b', 1n],
            ['c', 2n],
          ]),
        ],
        [
          'd',
          new Map([
            ['b', 1n],
            ['c', 3n],
          ]),
        ],
      ]),
    );
  });

  test('may begin lines of brackets and quotes where it likes', () => {
    const list = ['x', 'y z'];
    expect(valueOf('a: [\nx,\n"y\nz"\n]\nb:\n  - {c: [x,\n"y z"\n]\n}')).toEqual(
      new Map<string, PythonValue>([
        ['a', list],
        ['b', [new Map([['c', list]])]],
      ]),
    );
  });

  test('knows the lines of its lists', () => {
    const document = parseYamlDocument('other: [a,\n b]\nurls: # note\n\n- a\n- b: [\n  c]\n\n-\n  d: e\n- [f, g]\n');
    expect(document?.linesOf('urls')).toEqual([5, 6, 10, 11]);
    expect(document?.linesOf('other')).toEqual([1, 2]);
    expect(document?.linesOf('none')).toEqual([]);
  });

  test.each([
    ['a: b: c', 1],
    ['a: b\n c: d', 2],
    ['a: b\n---\nc: d', undefined],
    ['a: !!int x', 1],
    ['a: !unknown x', 1],
    ['a: "\u0007"', 1],
    ['a:\n\t- b', 2],
  ])('is none: %j', (source, line) => {
    expect(() => valueOf(source)).toThrow(expect.objectContaining({ line }));
  });

  test('is read in bounded time', () => {
    const started = performance.now();
    const bomb = Array.from(
      { length: 50 },
      (_, level) => `a${level}: &a${level} [${`*a${level - 1},`.repeat(level && 9)}]`,
    );
    for (const source of [
      bomb.join('\n'),
      'a:\n' + ' - [\n x\n ]\n'.repeat(9000),
      '['.repeat(100_000),
      `a: ${'1:1'.repeat(30_000)}`,
    ])
      try {
        valueOf(source);
      } catch {
        // Whether it is valid does not matter here.
      }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
