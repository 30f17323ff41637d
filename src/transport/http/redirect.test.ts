import { expect, test } from 'vitest';
import { redirectedRequest } from './redirect.ts';
import type { WireRequest } from './request.ts';

const request: WireRequest = {
  method: 'POST',
  url: 'http://example.com/a/b?c=d',
  headers: [
    ['Authorization', 'Basic x'],
    ['Content-Type', 'text/plain'],
    ['Cookie', 'a=b'],
    ['X-Token', 'y'],
  ],
  body: 'body',
};
const after = (status: number, location = '/next', changes: Partial<WireRequest> = {}): WireRequest =>
  redirectedRequest({ ...request, ...changes }, status, location);
const names = ({ headers }: WireRequest): string[] => headers.map(([name]) => name);

test.each([
  [301, 'POST', 'GET'],
  [301, 'PUT', 'PUT'],
  [302, 'POST', 'GET'],
  [302, 'PUT', 'GET'],
  [302, 'HEAD', 'HEAD'],
  [303, 'DELETE', 'GET'],
  [303, 'HEAD', 'HEAD'],
  [307, 'POST', 'POST'],
  [308, 'PUT', 'PUT'],
])('%d turns %s into %s', (status, method, expected) => {
  expect(after(status, '/next', { method }).method).toBe(expected);
});

test('the body and its headers go with 307 and 308 alone', () => {
  expect(after(301)).toMatchObject({ body: undefined });
  expect(names(after(301))).toEqual(['Authorization', 'X-Token']);
  expect(after(307)).toMatchObject({ body: 'body' });
  expect(names(after(308))).toEqual(['Authorization', 'Content-Type', 'X-Token']);
});

test.each([
  ['/next', 'http://example.com/next'],
  ['next?x', 'http://example.com/a/next?x'],
  ['//other.example/x', 'http://other.example/x'],
  ['https://other.example', 'https://other.example/'],
  ['/a b/Ã©', 'http://example.com/a%20b/%C3%A9'],
  ['http://user:secret@other.example/', 'http://other.example/'],
])('%s leads to %s', (location, url) => {
  expect(after(302, location).url).toBe(url);
});

test.each([
  ['http://example.com/x', true],
  ['http://example.com:80/x', true],
  ['https://example.com/x', true],
  ['https://example.com:8443/x', false],
  ['http://example.com:8080/x', false],
  ['http://www.example.com/x', false],
])('a redirect to %s keeps the credentials: %s', (location, keeps) => {
  expect(names(after(302, location)).includes('Authorization')).toBe(keeps);
});

test.each(['ftp://example.com/', 'javascript:alert(1)', 'http://'])('%s is no redirect to follow', (location) => {
  expect(() => after(302, location)).toThrow(expect.objectContaining({ code: 'protocol' }));
});
