import { expect, it } from 'vitest';
import { acceptsGzip, isJson, wantsEvents, wantsHtml, wantsJson } from './negotiation.ts';

it.each([
  ['application/json', true],
  ['TEXT/X-JSON; q=0.1', true],
  ['application/jsonx', true],
  ['application/vnd.api+json', false],
  ['text/plain, application/json', false],
  [undefined, false],
])('%s is JSON: %s', (type, expected) => expect(isJson(type)).toBe(expected));

it.each([
  [undefined, 'application/json', true],
  ['', 'application/json', true],
  ['*/*', 'application/json', true],
  ['*/*, text/html', 'application/json', false],
  ['application/json, text/html', 'text/plain', true],
  ['text/html', 'application/json', false],
  [undefined, undefined, false],
])('Accept "%s" with Content-Type "%s" wants JSON: %s', (accept, contentType, expected) =>
  expect(wantsJson({ accept, 'content-type': contentType })).toBe(expected),
);

it.each([
  ['text/html', undefined, true],
  ['application/xml, text/*', undefined, true],
  [undefined, 'text/html', true],
  ['text/plain', 'text/html', false],
])('Accept "%s" with Content-Type "%s" wants HTML: %s', (accept, contentType, expected) =>
  expect(wantsHtml({ accept, 'content-type': contentType })).toBe(expected),
);

it.each([
  ['text/event-stream', '', true],
  ['Text/Event-Stream; q=1, */*', '', true],
  ['text/plain, text/event-stream', '', false],
  ['text/event-streams', '', false],
  ['application/json', 'stream=yes', true],
  [undefined, 'stream=no', false],
  [undefined, '', false],
])('Accept "%s" with the query "%s" wants events: %s', (accept, query, expected) =>
  expect(wantsEvents({ accept }, new URLSearchParams(query))).toBe(expected),
);

it.each([
  ['gzip', true],
  ['deflate, gzip;q=0.5', true],
  ['GZIP', true],
  ['gzip;q=0', false],
  ['gzip; q=0.000, br', false],
  ['br', false],
  [undefined, false],
])('Accept-Encoding "%s" takes gzip: %s', (encoding, expected) =>
  expect(acceptsGzip({ 'accept-encoding': encoding })).toBe(expected),
);
