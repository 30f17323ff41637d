import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from './support.ts';

let server: TestServer;
let prefixed: TestServer;

beforeAll(async () => {
  [server, prefixed] = await Promise.all([startServer(), startServer({ APPRISE_BASE_URL: 'below/here/' })]);
});

afterAll(() => Promise.all([server.close(), prefixed.close()]));

const cookies = (headers: Headers): string[] => headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]!);

describe('pages', () => {
  it.each(['/', '/cfg/my-key', '/details', '/details?all=yes', '/_/404'])(
    '%s is HTML that runs no script',
    async (path) => {
      const { text, headers } = await server.call(path, { headers: { Accept: 'text/html' } });
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(text).toMatch(/^<!doctype html>/);
      expect(text).not.toMatch(/<script|\son\w+=|style=/);
    },
  );

  it('offers what can be done with a configuration', async () => {
    const { text } = await server.call('/cfg/my-key');
    for (const path of ['/add/my-key', '/get/my-key', '/del/my-key', '/json/urls/my-key', '/notify/my-key'])
      expect(text).toContain(`"${path}`);
  });

  it('lists the services with their URLs', async () => {
    expect((await server.call('/details')).text).toContain('<code>json://{host}</code>');
  });

  it('escapes what a proxy tells of the request it could not serve', async () => {
    const headers = { 'X-Original-URI': '/a?<script>"', 'X-Original-Method': 'PUT' };
    const { text } = await server.call('/_/404', { headers });
    expect(text).toContain('PUT /a?&lt;script&gt;&quot;');
  });

  it('has the files it needs, which may be kept', async () => {
    for (const path of ['/s/style.css', '/s/icon.svg', '/favicon.ico', '/robots.txt']) {
      const { status, headers } = await server.call(path);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
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
    expect(text).toContain('"/below/here/s/style.css"');
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
