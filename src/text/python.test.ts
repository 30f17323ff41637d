import { expect, test } from 'vitest';
import { PythonObject, pythonText, type PythonValue } from './python.ts';

test.each<[string, PythonValue]>([
  ["it's", "it's"],
  ['None', null],
  ['True', true],
  ['10', 10n],
  ['10.0', 10],
  ['1e+16', 1e16],
  ['2020-01-02', new PythonObject('2020-01-02')],
  ["['a', 1, [False]]", ['a', 1n, [false]]],
  [`["it's", '"both\\'', 'é\\n\\u200b😀\\U000e0001']`, ["it's", '"both\'', 'é\n\u200b😀\u{e0001}']],
  [
    "{'a': 1.5, 2: None}",
    new Map<PythonValue, PythonValue>([
      ['a', 1.5],
      [2n, null],
    ]),
  ],
  ["{'x'}", new Set(['x'])],
  ['set()', new Set<string>()],
])('Python says %s', (text, value) => expect(pythonText(value)).toBe(text));

test('what stands for more than can be meant has no text', () => {
  let bomb: PythonValue = ['x'];
  for (let level = 0; level < 40; level++) bomb = [bomb, bomb];
  expect(pythonText(bomb)).toBeUndefined();
  const endless: PythonValue[] = [];
  endless.push(endless);
  expect(pythonText(endless)).toBeUndefined();
});
