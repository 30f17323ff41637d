import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from './support.ts';

let server: TestServer;
let prefixed: TestServer;

beforeAll(async () => {
  [server, prefixed] = await Promise.all([startServer(), startServer({ APPRISE_BASE_URL: 'below/here/' })]);
});

afterAll(() => Promise.all([server.close(), prefixed.close()]));

/** What a page tells its script. */
const contextOf = (text: string): unknown =>
  JSON.parse(/data-context="([^"]*)"/.exec(text)![1]!.replaceAll('&quot;', '"'));

const cookies = (headers: Headers): string[] => headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]!);

describe('pages', () => {
  it.each(['/', '/cfg/my-key', '/details', '/details?all=yes', '/_/404'])(
    '%s is HTML that runs no script but its own',
    async (path) => {
      const { text, headers } = await server.call(path, { headers: { Accept: 'text/html' } });
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = headers.get('content-security-policy')!;
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(text).toMatch(/^<!doctype html>/);
      expect(text).not.toMatch(/<script(?! type="module" src="\/s\/app-[\w-]+\.js"><\/script>)|\son\w+=|style=/);
    },
  );

  it.each([
    ['/', { page: 'welcome', key: 'apprise', isLocked: false, isStateful: true, listsKeys: false }],
    ['/cfg/my-key?theme=dark', { page: 'configuration', key: 'my-key', theme: 'dark', maxAttachments: 6 }],
    ['/details', { page: 'services' }],
  ])('%s tells its script %j', async (path, expected) => {
    expect(contextOf((await server.call(path)).text)).toMatchObject(expected);
  });

  it('tells its script what is forbidden', async () => {
    const strict = await startServer({ APPRISE_CONFIG_LOCK: 'yes', APPRISE_ATTACH_SIZE: '0' });
    try {
      expect(contextOf((await strict.call('/cfg/my-key')).text)).toMatchObject({ isLocked: true, maxAttachments: 0 });
    } finally {
      await strict.close();
    }
  });

  it('escapes what a proxy tells of the request it could not serve', async () => {
    const headers = { 'X-Original-URI': '/a?<script>"', 'X-Original-Method': 'PUT' };
    const { text } = await server.call('/_/404', { headers });
    expect(text).toContain('PUT /a?&lt;script&gt;&quot;');
  });

  it('has the files it needs, which may be kept', async () => {
    for (const path of ['/s/icon.svg', '/favicon.ico', '/robots.txt']) {
      const { status, headers } = await server.call(path);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
    }
    const { text } = await server.call('/');
    const named = [...text.matchAll(/"(\/s\/(?:app|style)-[^"]+)"/g)].map(([, path]) => path!);
    expect(named).toHaveLength(2);
    for (const path of named) {
      const { status, headers } = await server.call(path, { headers: { 'Accept-Encoding': 'gzip' } });
      expect([status, headers.get('cache-control'), headers.get('content-encoding')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
        'gzip',
      ]);
    }
    expect((await server.call('/robots.txt')).text).toBe('User-agent: *\nDisallow: /\n');
    expect((await server.call('/s/')).status).toBe(403);
    expect((await server.call('/s/../package.json')).status).toBe(404);
  });
});

describe('answers', () => {
  it('may not be kept by anybody', async () => {
    for (const path of ['/', '/status', '/json/urls/key', '/nowhere']) {
      const { headers } = await server.call(path);
      expect(headers.get('cache-control')).toBe('max-age=0, no-cache, no-store, must-revalidate, private');
      expect(headers.get('expires')).not.toBeNull();
    }
  });

  it.each([
    ['/status', undefined, ['key=apprise', 'theme=light']],
    ['/?key=mine&theme=d', undefined, ['key=mine', 'theme=dark']],
    ['/?theme=unknown', undefined, ['key=apprise', 'theme=light']],
    ['/', 'key=kept; theme=dark', ['key=kept', 'theme=dark']],
    ['/', 'theme=dark; t=light', ['key=apprise', 'theme=light']],
    ['/cfg/path?key=query', 'key=kept', ['key=path', 'theme=light']],
  ])('%s with cookies "%s" remember %j', async (path, cookie, expected) => {
    const { headers } = await server.call(path, { headers: cookie === undefined ? {} : { Cookie: cookie } });
    expect(cookies(headers)).toEqual(expected);
  });

  it('to HEAD have the length but not the body', async () => {
    const { status, text, headers } = await server.call('/status', { method: 'HEAD' });
    expect([status, text, headers.get('content-length')]).toEqual([200, '', '2']);
  });
});

describe('a base path', () => {
  it('stands before every link', async () => {
    const { text } = await prefixed.call('/below/here/');
    expect(text).toContain('"/below/here/s/style-');
    expect(contextOf(text)).toMatchObject({ basePath: '/below/here' });
    expect(text).not.toMatch(/(?:href|action)="\/(?!below\/here\/)/);
  });

  it('can be left out by programs and is completed for people', async () => {
    expect((await prefixed.call('/status')).text).toBe('OK');
    expect((await prefixed.call('/below/here/status')).text).toBe('OK');
    const { status, headers } = await prefixed.call('/below/here?key=a');
    expect([status, headers.get('location')]).toEqual([301, '/below/here/?key=a']);
    expect((await prefixed.call('/below/status')).status).toBe(404);
  });
});
