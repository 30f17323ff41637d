import type { RequestListener } from 'node:http';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Attachment } from '../service/message.ts';
import { HttpClient } from '../transport/http/client.ts';
import { download } from '../transport/http/download.ts';
import { AttachmentLoader, type LoaderOptions } from './loader.ts';
import { memoryAttachment } from './memory.ts';
import { startWebServer, type WebServer } from '../../tests/support/web-server.ts';

const client = new HttpClient();
let directory: string;
let server: WebServer;
let origin: string;
let answer: RequestListener;

beforeAll(async () => {
  server = await startWebServer((request, response) => answer(request, response));
  origin = server.address;
});
afterAll(async () => {
  await client.close();
  server.close();
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attachments-'));
});
afterEach(() => rm(directory, { recursive: true }));

const loader = (options: Partial<LoaderOptions> = {}): AttachmentLoader =>
  new AttachmentLoader({
    fetch: (request, wire, file) => download(client, request, wire, file),
    directory: join(directory, 'downloads'),
    userAgent: 'Apprise',
    followRedirects: true,
    ...options,
  });

const contentOf = async ({ source }: Attachment): Promise<string> =>
  'bytes' in source ? Buffer.from(source.bytes).toString() : readFile(source.path, 'utf8');

const unreadable = expect.objectContaining({ code: 'attachment-unreadable' }) as Error;

describe('files', () => {
  test('are left where they are', async () => {
    const path = join(directory, 'Photo.PNG');
    await writeFile(path, 'png');
    expect(await loader().load(path)).toEqual({ name: 'Photo.PNG', type: 'image/png', size: 3, source: { path } });
    expect(await loader().load(`file://${path}?name=a.txt`)).toMatchObject({ name: 'a.txt', type: 'text/plain' });
  });

  test('must exist, be files and be small enough', async () => {
    await writeFile(join(directory, 'five'), 'hello');
    const load = (name: string, options = {}): Promise<Attachment> => loader(options).load(join(directory, name));
    await expect(load('none')).rejects.toThrow(unreadable);
    await expect(load('.')).rejects.toThrow(unreadable);
    await expect(load('five', { maxBytes: 4 })).rejects.toMatchObject({ code: 'too-large' });
    expect((await load('five', { maxBytes: 0 })).size).toBe(5);
  });
});

describe('downloads', () => {
  test('carry the name and type the server gives, and go when the loader is disposed', async () => {
    answer = ({ headers, url }, response) => {
      response.setHeader('Content-Type', 'text/csv');
      response.setHeader('Content-Disposition', 'attachment; filename="../list.csv"');
      response.end([url, headers.authorization, headers['x-key'], headers['user-agent']].join(' '));
    };
    const own = loader();
    const attachment = await own.load(`http://u:p@${origin}/a b?x=1 2&name=&+X-Key=k`);
    expect(attachment).toMatchObject({ name: 'list.csv', type: 'text/csv' });
    expect(await contentOf(attachment)).toBe('/a%20b?x=1+2&%2BX-Key=k Basic dTpw k Apprise');
    expect(await readdir(join(directory, 'downloads'))).toHaveLength(1);
    await own.dispose();
    expect(await readdir(join(directory, 'downloads'))).toEqual([]);
  });

  test.each([
    ['/path/photo.png', 'photo.png', 'image/png'],
    ['/path/', 'apprise-attachment.bin', 'application/octet-stream'],
    ['/a?name=x.pdf', 'x.pdf', 'application/pdf'],
  ])('of %s without headers are %s', async (path, name, type) => {
    answer = (_, response) => response.end('content');
    expect(await loader().load(`http://${origin}${path}`)).toMatchObject({ name, type, size: 7 });
  });

  test('that fail leave no file', async () => {
    answer = ({ url = '' }, response) => {
      response.statusCode = Number(url.slice(1, 4));
      response.setHeader('Location', '/200');
      response.end('content');
    };
    const own = loader();
    await expect(own.load(`http://${origin}/404`)).rejects.toThrow(unreadable);
    await expect(own.load(`http://${origin}/302?redirect=no`)).rejects.toThrow(unreadable);
    await expect(own.load('http://127.0.0.1:1/')).rejects.toThrow(unreadable);
    await expect(loader({ maxBytes: 6 }).load(`http://${origin}/200`)).rejects.toMatchObject({ code: 'too-large' });
    await expect(loader({ publicOnly: true }).load(`http://${origin}/200`)).rejects.toThrow(unreadable);
    expect((await own.load(`http://${origin}/302`)).size).toBe(7);
    await own.dispose();
    expect(await readdir(join(directory, 'downloads'))).toEqual([]);
  });

  test('name no secret when they fail', async () => {
    await expect(loader().load('http://user:secret@127.0.0.1:1/?token=secret')).rejects.toThrow(/^((?!secret).)*$/);
  });
});

describe('content at hand', () => {
  test('is text or bytes, under a name of its own', async () => {
    const text = memoryAttachment('é');
    expect(text).toMatchObject({ name: expect.stringMatching(/^.{36}\.txt$/) as string, type: 'text/plain', size: 2 });
    expect(memoryAttachment(new Uint8Array(3), { name: 'a.bin' })).toMatchObject({
      name: 'a.bin',
      type: 'application/octet-stream',
    });
    expect(await loader().load(text)).toBe(text);
  });

  test('must not be empty or too large', async () => {
    await expect(loader().load(memoryAttachment(''))).rejects.toThrow(unreadable);
    await expect(loader({ maxBytes: 1 }).load(memoryAttachment('ab'))).rejects.toMatchObject({ code: 'too-large' });
  });
});

test.each([
  ['local', '/srv/a', true],
  ['hosted', '/srv/a', false],
  ['hosted', 'http://h.example/a', true],
  ['n/a', 'http://h.example/a', false],
] as const)('in the place %s, %s may be attached: %s', async (place, source, allowed) => {
  const loaded = loader({ place, fetch: () => Promise.reject(new Error('no network')) }).loadAll([source]);
  const isAllowed = await loaded.then(
    () => true,
    () => false,
  );
  expect(isAllowed).toBe(allowed);
});

test('of several, one that is missing is left to whoever reads it', async () => {
  await writeFile(join(directory, 'here.txt'), 'here');
  await mkdir(join(directory, 'folder'));
  const sources = ['here.txt', 'gone.txt', 'folder'].map((name) => join(directory, name));
  const [here, gone, folder] = await loader().loadAll(sources);
  expect(await contentOf(here!)).toBe('here');
  expect(gone).toMatchObject({ name: 'gone.txt', type: 'text/plain', size: 0 });
  await expect(contentOf(gone!)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(contentOf(folder!)).rejects.toMatchObject({ code: 'ENOENT' });
});
