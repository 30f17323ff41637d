import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, startTarget, type Target, type TestServer } from './support.ts';

let server: TestServer;
let target: Target;

beforeAll(async () => {
  [server, target] = await Promise.all([
    startServer({ APPRISE_STATEFUL_MODE: 'simple', APPRISE_ADMIN: 'yes' }),
    startTarget(),
  ]);
});

afterAll(async () => {
  target.close();
  await server.close();
});

const store = (key: string, config: string, format = 'text') =>
  server.call(`/add/${key}`, { json: { config, format } });
const read = (key: string, headers = {}) => server.call(`/get/${key}`, { method: 'POST', headers });
const list = async (key: string, query = '') => (await server.call(`/json/urls/${key}${query}`)).json as Listing;

interface Listing {
  readonly tags: readonly string[];
  readonly urls: readonly { readonly url: string; readonly enabled: boolean; readonly tag_details: unknown }[];
}

const names = async (key: string, query = ''): Promise<string[]> =>
  (await list(key, query)).urls.map(({ url }) => /localhost\/(\w*)/.exec(url)?.[1] ?? '');

describe('a stored configuration', () => {
  it('is given back as it was stored, with the type that tells its format', async () => {
    const text = '# é\r\na=json://localhost/1\r\n';
    await store('text', text);
    const plain = await read('text');
    expect([plain.text, plain.headers.get('content-type')]).toEqual([text, 'text/plain; charset=utf-8']);
    expect((await read('text', { Accept: 'application/json' })).json).toEqual({ format: 'text', config: text });
    const yaml = 'urls:\n  - json://localhost/1\n';
    await store('text', yaml, 'auto');
    const answer = await server.call('/cfg/text', { method: 'POST' });
    expect([answer.text, answer.headers.get('content-type')]).toEqual([yaml, 'text/yaml; charset=utf-8']);
    expect(readFileSync(join(server.directories.config, 'text.yml'), 'utf8')).toBe(yaml);
  });

  it('loses the white space around it in a form', async () => {
    await server.call('/add/form', { form: { config: '  a=json://localhost/1 \n' } });
    expect((await read('form')).text).toBe('a=json://localhost/1');
  });

  it('is made of URLs in their proper form', async () => {
    await server.call('/add/urls', {
      json: { urls: ['json://localhost/1', 'garbage://x', { schema: 'xml', host: 'localhost' }] },
    });
    const [first, second, third] = (await read('urls')).text.split('\r\n');
    expect(first).toMatch(/^json:\/\/localhost\/1\?method=POST&/);
    expect(second).toMatch(/^xml:\/\/localhost\//);
    expect(third).toBeUndefined();
  });

  it('stays what it is when the next one is refused', async () => {
    await store('kept', 'json://localhost/1');
    expect((await store('kept', 'nothing at all')).status).toBe(400);
    expect((await read('kept')).text).toBe('json://localhost/1');
  });

  it('is seen at once when its file is edited', async () => {
    const path = join(server.directories.config, 'edited.cfg');
    writeFileSync(path, 'json://localhost/before');
    expect(await names('edited')).toEqual(['before']);
    expect(await names('edited')).toEqual(['before']);
    writeFileSync(path, 'json://localhost/after');
    expect(await names('edited')).toEqual(['after']);
    await server.call('/del/edited', { method: 'POST' });
    expect((await server.call('/json/urls/edited')).status).toBe(204);
  });

  it('leaves no other file behind', () => {
    const files = readdirSync(server.directories.config).filter((name) => !/\.(cfg|yml)$/.test(name));
    expect(files).toEqual([]);
  });
});

describe('the listing of a configuration', () => {
  it('shows services, tags and priorities', async () => {
    await store('listed', 'a, 2:b=json://user:secret@localhost/1?retry=2\njson://localhost/2?optional=yes\n');
    const { tags, urls } = await list('listed');
    expect(tags.toSorted()).toEqual(['a', 'b']);
    expect(urls).toMatchObject([
      {
        id: expect.stringMatching(/^[0-9a-f]{8}$/),
        service_name: 'JSON',
        enabled: true,
        url: expect.stringContaining('user:secret@'),
        retry: 2,
        optional: false,
        tags: ['a', 'b'],
        tag_details: [
          { name: 'a', priority: 0, token: 'a', exact: '0:a' },
          { name: 'b', priority: 2, token: '2:b', exact: '2:b' },
        ],
      },
      { retry: 0, optional: true, tags: [], tag_details: [] },
    ]);
  });

  it('hides secrets when asked to', async () => {
    expect((await list('listed', '?privacy=yes')).urls[0]?.url).toContain('user:****@');
    expect((await list('listed', '?privacy=no')).urls[0]?.url).toContain('user:secret@');
    expect((await list('listed', '?privacy=')).urls).toHaveLength(2);
  });

  it.each([
    ['', ['one', 'two', 'three', 'bare', 'always']],
    ['?tag=all', ['one', 'two', 'three', 'bare', 'always']],
    ['?tag=a', ['one', 'two', 'always']],
    ['?tag=a,c', ['one', 'two', 'three', 'always']],
    ['?tag=a+c', ['one', 'two', 'three', 'always']],
    ['?tag=a%7Cc', ['always']],
    ['?tag=3:a', ['two', 'always']],
    ['?tag=a&tag=c', ['three', 'always']],
    ['?tag=', ['bare']],
    ['?tags=a', ['one', 'two', 'three', 'bare', 'always']],
  ])('picks by tag: "%s"', async (query, expected) => {
    const lines = [
      'a=json://localhost/one',
      '3:a=json://localhost/two',
      'c=json://localhost/three',
      'json://localhost/bare',
    ];
    await store('picked', [...lines, 'always=json://localhost/always'].join('\n'));
    expect(await names('picked', query)).toEqual(expected);
  });

  it('is compressed for those who can unpack it', async () => {
    const answer = await server.call('/json/urls/listed', { headers: { 'Accept-Encoding': 'gzip' } });
    expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding']);
    expect(answer.json).toMatchObject({ urls: [{}, {}] });
    const plain = await server.call('/json/urls/listed', { headers: { 'Accept-Encoding': 'gzip;q=0' } });
    expect([plain.headers.get('content-encoding'), plain.headers.get('vary')]).toEqual([null, 'Accept-Encoding']);
  });
});

it('follows includes whenever the configuration is used', async () => {
  const own = `json://localhost/own\ninclude http://${target.address}/status/404\n`;
  await store('including', own);
  await names('including');
  await names('including');
  expect(target.received.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(3).fill('POST /status/404'));
});

it('lists keys for administrators', async () => {
  const { json } = await server.call('/cfg', { headers: { Accept: 'application/json' } });
  expect(json).toEqual(expect.arrayContaining(['listed', 'picked', 'text']));
  expect((await server.call('/cfg')).text).toContain('&quot;picked&quot;');
});

it('marks services that are not allowed, and does not take them in notifications', async () => {
  const choosy = await startServer({ APPRISE_DENY_SERVICES: 'jsons' });
  await choosy.call('/add/denied', { json: { config: 'json://localhost/1\nxml://localhost/2\n', format: 'text' } });
  const { urls } = (await choosy.call('/json/urls/denied')).json as Listing;
  expect(urls.map(({ enabled }) => enabled)).toEqual([false, true]);
  expect((await choosy.call('/notify', { json: { urls: 'json://localhost', body: 'b' } })).status).toBe(204);
  const names = async (query: string) => {
    const answer = await choosy.call(`/details${query}`, { headers: { Accept: 'application/json' } });
    return (answer.json as { schemas: { service_name: string }[] }).schemas.map((schema) => schema.service_name);
  };
  expect(await names('')).not.toContain('JSON');
  expect(await names('?all=yes')).toContain('JSON');
  const { json } = await choosy.call('/details?all=yes', { headers: { Accept: 'application/json' } });
  expect(json).toMatchObject({
    schemas: expect.arrayContaining([expect.objectContaining({ service_name: 'JSON', enabled: false })]),
  });
  await choosy.close();
});
