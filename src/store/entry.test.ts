import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { expiryAfter, formatEntry, isExpired, parseEntry } from './entry.ts';
import { formatPythonJson, fromJson, parsePythonJson, pythonJsonText, toJson } from './python.ts';

describe('entries that Python wrote', () => {
  test.each([
    [String.raw`{"v":"tok\u00e9n","x":null,"c":"str","!":"7a271c"}`],
    [String.raw`{"v":{"room":"it's 5","ids":[1,2.0,null,true]},"x":null,"c":"dict","!":"cc432f"}`],
    [String.raw`{"v":[1e+22,1e-05,0.0001],"x":null,"c":"list","!":"275550"}`],
    [String.raw`{"v":["zero\u200bwidth","\ud83d\ude00 \n\\","both ' and \""],"x":null,"c":"list","!":"6b9fec"}`],
    [String.raw`{"v":"AGsnZXn/","x":null,"c":"bytes","!":"cc7aec"}`],
    [String.raw`{"v":"2020-02-03T04:05:06.000000","x":null,"c":"naive_datetime","!":"35b918"}`],
    [String.raw`{"v":"2020-02-03T04:05:06.000007+0000","x":null,"c":"aware_datetime","!":"0cdd5d"}`],
    [String.raw`{"v":"s","x":1935817689.12,"c":"str","!":"1ebda4"}`],
  ])('%s is read, and written the same', (text) => {
    const entry = parseEntry(parsePythonJson(text));
    expect(entry).toBeDefined();
    expect(formatPythonJson(formatEntry(entry!))).toBe(text);
  });

  test.each([
    ['a changed value', { v: 'u', x: null, c: 'str', '!': '1ebda4' }],
    ['a changed expiry', { v: 's', x: 1935817690.12, c: 'str', '!': '1ebda4' }],
    ['no checksum', { v: 's', x: null, c: 'str' }],
    ['no expiry', { v: 's', c: 'str', '!': '1ebda4' }],
    ['an expiry past all dates', { v: 's', x: 1e15, c: 'str', '!': '1ebda4' }],
    ['a list', [1]],
    ['text', 'v'],
  ])('%s is refused', (_, stored) => {
    expect(parseEntry(fromJson(stored))).toBeUndefined();
  });
});

test('an entry reads back whatever JSON value it holds', () => {
  const json = fc.jsonValue();
  fc.assert(
    fc.property(json, fc.option(fc.integer({ min: 1, max: 1e9 })), (value, seconds) => {
      const expires = seconds === null ? undefined : expiryAfter(seconds, 1_700_000_000_123.456);
      const entry = { value: fromJson(value), textOf: undefined, expires, persistent: true };
      expect(parseEntry(parsePythonJson(formatPythonJson(formatEntry(entry))))).toEqual(entry);
    }),
  );
});

test('whole numbers keep every digit and stay apart from floats', () => {
  const text = '{"whole":1152921504606846977,"float":3.0}';
  const value = parsePythonJson(text);
  expect(formatPythonJson(value)).toBe(text);
  expect(pythonJsonText(value)).toBe("{'whole': 1152921504606846977, 'float': 3.0}");
  expect(toJson(value)).toEqual({ whole: 1152921504606846976, float: 3 });
});

test('a value that lives for no time has ended', () => {
  const entry = { value: 'v', expires: expiryAfter(0, 1000), persistent: true };
  expect(isExpired(entry, 1000)).toBe(true);
  expect(isExpired({ ...entry, expires: expiryAfter(0.001, 1000) }, 1000)).toBe(false);
});
