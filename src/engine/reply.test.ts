import { expect, test } from 'vitest';
import { NO_REPLY } from '../service/http.ts';
import { failureOf, retryAfterSeconds } from './reply.ts';

const replyOf = (status: number) => ({ ...NO_REPLY, status });

test.each([
  [500, undefined, 'Internal server error., error=500.', 'service-failed'],
  [429, undefined, 'error=429.', 'rate-limited'],
  [401, { 401: 'the key is not accepted' }, 'the key is not accepted, error=401.', 'unauthorized'],
  [404, { 401: 'the key is not accepted' }, 'Page not found., error=404.', 'refused'],
])('a refusal with status %i where %j is known', (status, statuses, reason, code) =>
  expect(failureOf(replyOf(status), undefined, statuses, 0)).toMatchObject({ reason, code, status }),
);

test('what a service reads from the reply is the reason', () =>
  expect(failureOf(replyOf(200), 'no such chat', { 200: 'accepted' }, 0)).toMatchObject({ reason: 'no such chat' }));

test.each([
  [undefined, undefined],
  ['soon', undefined],
  [' 1.5 ', 1.5],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 50],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
])('Retry-After: %s', (value, seconds) => expect(retryAfterSeconds(value, 10_000)).toBe(seconds));
