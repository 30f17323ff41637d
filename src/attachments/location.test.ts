import { describe, expect, test } from 'vitest';
import { nameOfDisposition } from './disposition.ts';
import { formatLocation, parseLocation } from './location.ts';

describe('files', () => {
  test.each([
    ['/srv/a?b#c%20.txt', '/srv/a?b#c%20.txt', 'file:///srv/a%3Fb%23c%2520.txt'],
    ['notes, old.txt', 'notes, old.txt', 'file://notes%2C%20old.txt'],
    ['file:///srv/a%20b#c.txt?ignored=1', '/srv/a b#c.txt', 'file:///srv/a%20b%23c.txt'],
    ['FILE:///srv/../etc/', '/srv/../etc/', 'file:///etc'],
    ['data:text/plain,x', 'data:text/plain,x', 'file://data%3Atext/plain%2Cx'],
  ])('%s is the path %s', (text, path, url) => {
    const location = parseLocation(text);
    expect(location).toMatchObject({ kind: 'file', path });
    expect(formatLocation(location)).toBe(url);
  });

  test('may be sent under another name and type', () => {
    const location = parseLocation('file:///srv/a?name=dir/report 1.pdf&mime=TEXT/HTML&cache=30');
    expect(location).toMatchObject({ name: 'report 1.pdf', type: 'text/html', cache: 30 });
    expect(formatLocation(location)).toBe('file:///srv/a?mime=text/html&name=report+1.pdf');
  });
});

describe('the web', () => {
  test('gets every option that is not ours', () => {
    const location = parseLocation('https://h.example:8080/a/b.png?Size=2&verify=no&name=x.png&+X-Key=abc&rto=9');
    expect(location).toMatchObject({
      secure: true,
      verify: false,
      name: 'x.png',
      readTimeoutSeconds: 9,
      path: '/a/b.png',
    });
    expect(location).toMatchObject({
      query: new Map([
        ['Size', '2'],
        ['+X-Key', 'abc'],
        ['rto', '9'],
      ]),
      headers: new Map([['X-Key', 'abc']]),
    });
    expect(formatLocation(location)).toBe(
      'https://h.example:8080/a/b.png?rto=9&verify=no&name=x.png&%2BX-Key=abc&Size=2',
    );
  });

  test('is masked where secrets are', () => {
    const location = parseLocation('http://user:pa%3Fss@h.example/a?+Authorization=Bearer abc');
    expect(location).toMatchObject({ user: 'user', password: 'pa?ss' });
    expect(formatLocation(location, { masked: true })).toBe('http://user:****@h.example/a?%2BAuthorization=****');
  });
});

test.each([
  '',
  'file://',
  'ftp://h.example/a',
  'memory://a.txt',
  'http://',
  'http://-',
  'file:///srv/a?mime=text/unheard-of',
  'file:///srv/a?cache=-1',
])('%j is refused', (text) => {
  expect(() => parseLocation(text)).toThrow(expect.objectContaining({ code: 'attachment-unreadable' }));
});

test.each([
  ['attachment; filename="a b.pdf"', 'a b.pdf'],
  ['inline; FILENAME=a.pdf', 'a.pdf'],
  ["attachment; filename='../../etc/passwd'", 'passwd'],
  [String.raw`attachment; filename="C:\temp\a.pdf"`, 'a.pdf'],
  ['attachment; filename="dir/"', ''],
  ["attachment; filename*=UTF-8''a.pdf", ''],
  ['attachment', ''],
])('the disposition %s proposes %j', (header, name) => {
  expect(nameOfDisposition(header)).toBe(name);
});
