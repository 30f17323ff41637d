import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLocation } from './location.ts';

describe('a location', () => {
  test.each([
    ['/etc/x.cfg', '/etc/x.cfg'],
    ['x y%20#?.cfg', '/base/x y%20#?.cfg'],
    ['../x.cfg', '/x.cfg'],
    ['~/x.cfg', join(homedir(), 'x.cfg')],
    ['file:///etc/x%20y.cfg', '/etc/x y.cfg'],
    ['FILE://x.cfg', resolve('x.cfg')],
  ])('%s is a file', (text, path) => {
    expect(parseLocation(text, '/base')).toEqual({ kind: 'file', path, format: undefined, encoding: 'utf-8' });
  });

  test('may say how to read it', () => {
    expect(parseLocation('file:///x?format=yaml&encoding=latin-1')).toMatchObject({
      format: 'yaml',
      encoding: 'latin-1',
    });
    expect(parseLocation('http://h.example/x?format=YAML')).toMatchObject({ format: undefined });
  });

  test('of the web has credentials and headers, and no query', () => {
    expect(parseLocation('https://u%40:p@h.example:81/a b?+X=1&-Y=2&other=3&verify=no&redirect=no&cto=1.5')).toEqual({
      kind: 'web',
      origin: 'https://h.example:81',
      url: 'https://h.example:81/a%20b',
      headers: [
        ['Y', '2'],
        ['X', '1'],
        ['Authorization', `Basic ${btoa('u@:p')}`],
      ],
      verify: false,
      followRedirects: false,
      connectTimeoutSeconds: 1.5,
      readTimeoutSeconds: 4,
      format: undefined,
      encoding: 'utf-8',
    });
  });

  test.each(['', 'file://', 'http://', 'http://-/x', 'json://h.example', 'memory://'])('%j is none', (text) => {
    expect(parseLocation(text)).toBeUndefined();
  });
});
