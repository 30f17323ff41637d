import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { reply, ScriptedServer, type Script } from '../../../tests/fixtures/servers.ts';
import { HttpClient } from './client.ts';
import { download, type Download } from './download.ts';

const content = randomBytes(3_000_000);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
  return () => rm(folder, { recursive: true });
});

interface Fixture {
  readonly server: ScriptedServer;
  readonly client: HttpClient;
  readonly fetch: (maxBytes?: number) => Promise<Download>;
}

async function start(script: Script): Promise<Fixture> {
  const server = await ScriptedServer.start(script);
  const client = new HttpClient();
  onTestFinished(async () => {
    await client.close();
    await server.stop();
  });
  const request = { method: 'GET', url: `http://localhost:${server.port}/`, headers: [], body: undefined };
  const options = { connectTimeoutSeconds: 4, readTimeoutSeconds: 0.3, verify: true, followRedirects: true };
  return {
    server,
    client,
    fetch: (maxBytes = content.length + 10_000) =>
      download(client, request, options, { path: join(folder, 'file'), maxBytes }),
  };
}

const whole = (body: Buffer, headers = ''): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}Content-Length: ${body.length}\r\n\r\n`), body]);
const untilClose = (body: Buffer): Buffer => Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), body]);

test('puts the content into a file, and keeps the connection', async () => {
  const { server, client, fetch } = await start(() => whole(content, 'Content-Type: image/png\r\n'));
  const got = await fetch();
  expect(got).toMatchObject({ status: 200, bytes: content.length });
  expect(got.headers.get('content-type')).toBe('image/png');
  expect((await readFile(join(folder, 'file'))).equals(content)).toBe(true);
  expect(client.stats).toMatchObject({ open: 1, idle: 1 });
  expect(server.requests).toHaveLength(1);
});

test('follows redirects and decodes', async () => {
  const packed = whole(gzipSync(content), 'Content-Encoding: gzip\r\n');
  const { fetch } = await start(({ head }) =>
    head.startsWith('GET / ') ? reply(302, 'moved', { Location: '/there' }) : packed,
  );
  expect(await fetch()).toMatchObject({ status: 200, bytes: content.length });
  expect((await readFile(join(folder, 'file'))).equals(content)).toBe(true);
});

test('an empty file is a file', async () => {
  const { fetch } = await start(() => reply(200));
  expect(await fetch()).toMatchObject({ status: 200, bytes: 0 });
  expect(await readdir(folder)).toEqual(['file']);
});

test('an error leaves no file, and is no failure', async () => {
  const { fetch } = await start(() => reply(404, 'nothing here'));
  expect(await fetch()).toMatchObject({ status: 404, bytes: 0 });
  expect(await readdir(folder)).toEqual([]);
});

const bomb = whole(gzipSync(Buffer.alloc(5_000_000)), 'Content-Encoding: gzip\r\n');
test.each([
  ['says that it is too large', () => whole(content), 'too-large'],
  ['turns out to be too large', ({ socket }) => void socket.end(untilClose(content)), 'too-large'],
  ['unpacks to too much', () => bomb, 'too-large'],
  ['ends too early', ({ socket }) => void socket.end(whole(content).subarray(0, 2_000_000)), 'protocol'],
  ['stalls', () => whole(content).subarray(0, 1000), 'timed-out'],
  ['is not packed as it says', () => whole(content.subarray(0, 1000), 'Content-Encoding: gzip\r\n'), 'protocol'],
] satisfies [string, Script, string][])('fails and leaves no file when the content %s', async (_what, script, code) => {
  const { client, fetch } = await start(script);
  await expect(fetch(code === 'too-large' ? 2_000_000 : undefined)).rejects.toMatchObject({ code });
  expect(await readdir(folder)).toEqual([]);
  expect(client.stats.open - client.stats.idle).toBe(0);
});

test('never writes into a file that is there', async () => {
  await writeFile(join(folder, 'file'), 'mine');
  const { client, fetch } = await start(() => whole(content));
  await expect(fetch()).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('mine');
  expect(client.stats.open).toBe(0);
});

test('reads no faster than the file takes it', async () => {
  const { server, client } = await start(() => whole(Buffer.alloc(50_000_000)));
  const url = `http://localhost:${server.port}/`;
  const options = { connectTimeoutSeconds: 4, readTimeoutSeconds: 0.1, verify: true, followRedirects: true };
  const { body } = await client.stream({ method: 'GET', url, headers: [], body: undefined }, options);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(body.readableLength).toBeLessThan(1_000_000);
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Buffer>) bytes += piece.length;
  expect(bytes).toBe(50_000_000);
  expect(client.stats).toMatchObject({ open: 1, idle: 1 });
});

test('ends the connection when no more of the body is wanted, even in the middle of a piece', async () => {
  const { server, client } = await start(() => whole(content));
  const url = `http://localhost:${server.port}/`;
  const options = { connectTimeoutSeconds: 4, readTimeoutSeconds: 1, verify: true, followRedirects: true };
  const { body } = await client.stream({ method: 'GET', url, headers: [], body: undefined }, options);
  await new Promise((resolve) => body.once('data', () => body.destroy()).once('close', resolve));
  expect(client.stats.open).toBe(0);
});
