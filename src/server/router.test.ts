import { describe, expect, it } from 'vitest';
import { allowedMethods, handlerOf, Router, type Route } from './router.ts';

const nothing = () => {};
const routes: readonly Route[] = [
  { path: '/', view: 'root', get: nothing },
  { path: '/status', view: 'status', get: nothing },
  { path: '/notify', view: 'stateless', post: nothing },
  { path: '/notify/{key}', view: 'notify', post: nothing },
  { path: '/cfg/{key}', view: 'config', get: nothing, post: nothing },
  { path: '/json/urls/{key}', view: 'urls', get: nothing },
];

function find(target: string, basePath = ''): string | undefined {
  const place = new Router(routes, basePath).find(target);
  if (!place) return undefined;
  return 'redirect' in place
    ? `-> ${place.redirect}`
    : [place.route.view, place.key, place.search].filter(Boolean).join(' ');
}

describe('Router', () => {
  it.each([
    ['/', 'root'],
    ['/status', 'status'],
    ['/status/', 'status'],
    ['/status?force=1', 'status ?force=1'],
    ['/%73tatus', 'status'],
    ['http://somewhere:80/status', 'status'],
    ['/notify/', 'stateless'],
    ['/notify/home', 'notify home'],
    ['/notify/home/?tag=a', 'notify home ?tag=a'],
    ['/notify/%68ome', 'notify home'],
    ['/json/urls/My-Key_0', 'urls My-Key_0'],
    [`/notify/${'k'.repeat(128)}`, `notify ${'k'.repeat(128)}`],
  ])('leads %s to %s', (target, expected) => expect(find(target)).toBe(expected));

  it.each([
    '/nothing',
    '/Status',
    '//status',
    '/status//',
    '/notify//',
    '/notify/home//',
    '/notify/a/b',
    '/notify/a%2Fb',
    '/notify/..',
    '/notify/%2e%2e',
    '/notify/a%00b',
    '/notify/a%0Ab',
    '/notify/a b',
    '/notify/a.b',
    '/notify/%C3%A9',
    '/notify/%ff',
    `/notify/${'k'.repeat(129)}`,
    '/json//urls/key',
    '*',
    '',
  ])('leads %s nowhere', (target) => expect(find(target)).toBeUndefined());

  it('serves everything below a base path too', () => {
    expect(find('/x/status', '/x')).toBe('status');
    expect(find('/x/notify/home?tag=a', '/x')).toBe('notify home ?tag=a');
    expect(find('/status', '/x')).toBe('status');
    expect(find('/x?key=a', '/x')).toBe('-> /x/?key=a');
    expect(find('/xstatus', '/x')).toBeUndefined();
    expect(find('/x//status', '/x')).toBeUndefined();
  });
});

it('lists and finds the methods of a route', () => {
  const [root, , notify, , config] = routes as [Route, Route, Route, Route, Route];
  expect(allowedMethods(root)).toBe('GET, HEAD, OPTIONS');
  expect(allowedMethods(notify)).toBe('POST, OPTIONS');
  expect(allowedMethods(config)).toBe('GET, POST, HEAD, OPTIONS');
  expect(handlerOf(root, 'HEAD')).toBe(nothing);
  expect(handlerOf(root, 'POST')).toBeUndefined();
  expect(handlerOf(notify, 'GET')).toBeUndefined();
  expect(handlerOf({ path: '/m', view: 'm', any: nothing }, 'TRACE')).toBe(nothing);
});
