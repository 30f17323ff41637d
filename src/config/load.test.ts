import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultAsset } from '../service/asset.ts';
import { createCatalog } from '../service/load.ts';
import json from '../services/json.ts';
import { HttpClient } from '../transport/http/client.ts';
import { loadConfiguration, loadConfigurationFrom, type Loaded, type LoadOptions } from './load.ts';
import { startWebServer, type WebServer } from '../../tests/support/web-server.ts';

const catalog = createCatalog([json]);
const client = new HttpClient();
let directory: string;
let server: WebServer;
let origin: string;
let answer: RequestListener;

beforeAll(async () => {
  server = await startWebServer((request, response) => answer(request, response));
  origin = `http://${server.address}`;
});
afterAll(async () => {
  await client.close();
  server.close();
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'configurations-'));
});
afterEach(() => rm(directory, { recursive: true }));

const optionsWith = (options: Partial<LoadOptions>): LoadOptions => ({
  catalog,
  asset: defaultAsset,
  depth: 2,
  send: (request, wire) => client.send(request, wire),
  ...options,
});

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(directory, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

const load = (name: string, options: Partial<LoadOptions> = {}): Promise<Loaded> =>
  loadConfigurationFrom(name.includes('://') ? name : join(directory, name), optionsWith(options));

/** Hosts and messages, which is all that the tests look at. */
const summary = ({ entries, problems }: Loaded): string[] => [
  ...entries.map(({ service }) => String(service.settings['host'])),
  ...problems.map(({ line, message }) => `${line}: ${message}`),
];

describe('files', () => {
  test('include files relative to themselves, as deep as is allowed', async () => {
    await write('a.cfg', 'json://a.example\ninclude sub/b.yml');
    await write('sub/b.yml', 'include: ../c.cfg\nurls: [json://b.example]');
    await write('c.cfg', 'json://c.example\r\rinclude a.cfg');
    expect(summary(await load('a.cfg'))).toEqual([
      'a.example',
      'b.example',
      'c.example',
      '3: the include is deeper than is allowed',
    ]);
    expect(summary(await load('a.cfg', { depth: 0 }))).toEqual([
      'a.example',
      '2: the include is deeper than is allowed',
    ]);
  });

  test('share the asset that any of them changes', async () => {
    await write('a.cfg', 'json://a.example\ninclude b.yml');
    await write('b.yml', 'asset: {app_id: Mine}');
    const { entries } = await load('a.cfg');
    expect(entries.map(({ service }) => service.asset.appId)).toEqual(['Mine']);
  });

  test('have an encoding', async () => {
    const path = await write('a.cfg', Buffer.from('json://a.example/é', 'latin1'));
    expect(summary(await load('a.cfg'))).toEqual([
      'undefined: the configuration is not in the encoding it should be in',
    ]);
    expect(summary(await load(`file://${path}?encoding=ISO-8859-1`))).toEqual(['a.example']);
    await write('b.cfg', '\ufeffjson://b.example');
    expect(summary(await load('b.cfg'))).toEqual(['b.example']);
  });

  test('that cannot be had are a problem of the line that names them', async () => {
    await write('a.cfg', 'include none.cfg\ninclude ./sub\ninclude large.cfg\ninclude x://y\njson://a.example');
    await write('sub/x', '');
    await write('large.cfg', '#'.repeat(131_073));
    const loaded = await load('a.cfg');
    expect(summary(loaded)).toEqual([
      'a.example',
      '1: there is no such file',
      '2: there is no such file',
      '3: the file is too large',
      '4: the location is neither a file nor a web address',
    ]);
    expect(loaded.problems[0]?.source).toBe(join(directory, 'a.cfg'));
  });

  test('are bounded in all', async () => {
    await write('a.cfg', 'include ./a.cfg\n'.repeat(20));
    const { problems } = await load('a.cfg', { depth: 9 });
    expect(problems.some(({ message }) => message === 'there are too many includes')).toBe(true);
  });
});

describe('text at hand', () => {
  test('includes files only where that is allowed', async () => {
    const path = await write('a.cfg', 'json://a.example');
    const content = `json://b.example\ninclude ${path}`;
    const memory = (options: Partial<LoadOptions>): Promise<Loaded> =>
      loadConfiguration(content, undefined, optionsWith(options));
    expect(summary(await memory({}))).toEqual(['b.example', '2: only files may include files']);
    expect(summary(await memory({ allowFiles: true }))).toEqual(['b.example', 'a.example']);
    expect((await memory({})).format).toBe('text');
  });
});

describe('the web', () => {
  test('is asked by POST, and tells the format by its type', async () => {
    answer = ({ method, url, headers }, response) => {
      response.setHeader('Content-Type', url === '/yaml' ? 'application/x-yaml; charset=utf-8' : 'text/plain');
      const host = `${method}.${headers['user-agent']}.n${headers.authorization?.length ?? 0}.${String(headers['x-key'])}.example`;
      response.end(
        url === '/yaml'
          ? `urls: ["json://${host}"]`
          : `json://${host}\ninclude ${origin.replace('//', '//u:p@')}/yaml?-X-Key=key`,
      );
    };
    const loaded = await load(`${origin}/text`);
    expect(summary(loaded)).toEqual(['POST.Apprise.n0.undefined.example', 'POST.Apprise.n10.key.example']);
  });

  test('is no way to files, and may be closed', async () => {
    answer = (_, response) => response.end(`include ${join(directory, 'a.cfg')}`);
    await write('a.cfg', `include ${origin}`);
    expect(summary(await load(origin))).toEqual(['1: only files may include files']);
    expect(summary(await load('a.cfg', { send: undefined }))).toEqual(['1: nothing may be included from the web']);
    expect(summary(await load('a.cfg', { publicOnly: true }))).toHaveLength(1);
  });

  test('that fails is a problem without secrets', async () => {
    answer = ({ url = '' }, response) => {
      response.statusCode = Number(url.slice(1, 4));
      response.setHeader('Location', '/200');
      response.end(url === '/201' ? '#'.repeat(131_073) : 'json://a.example');
    };
    expect(summary(await load(`${origin}/404`))).toEqual(['undefined: the server answered 404']);
    expect(summary(await load(`${origin}/302?redirect=no`))).toEqual(['undefined: the server answered 302']);
    expect(summary(await load(`${origin}/201`))).toEqual(['undefined: the configuration is too large']);
    expect(summary(await load(`${origin}/302`))).toEqual(['a.example']);
    const [problem] = (await load('http://user:secret@127.0.0.1:1/secret')).problems;
    expect(problem?.message).toMatch(/^((?!secret).)+$/);
  });
});
