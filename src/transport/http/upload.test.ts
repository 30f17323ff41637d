import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { reply, ScriptedServer, type Script } from '../../../tests/fixtures/servers.ts';
import { HttpClient } from './client.ts';
import type { Body, WireReply } from './request.ts';

const content = randomBytes(1_000_003);
let path: string;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'upload-'));
  path = join(folder, 'file');
  await writeFile(path, content);
  return () => rm(folder, { recursive: true });
});

interface Fixture {
  readonly server: ScriptedServer;
  readonly client: HttpClient;
  readonly post: (body: Body) => Promise<WireReply>;
}

async function start(script: Script = () => reply(200, 'ok'), secure = false): Promise<Fixture> {
  const server = await ScriptedServer.start(script, { secure });
  const client = new HttpClient();
  onTestFinished(async () => {
    await client.close();
    await server.stop();
  });
  const url = `${secure ? 'https' : 'http'}://localhost:${server.port}/`;
  const options = { connectTimeoutSeconds: 4, readTimeoutSeconds: 0.3, verify: false, followRedirects: true };
  return { server, client, post: (body) => client.send({ method: 'POST', url, headers: [], body }, options) };
}

test.each([false, true])('sends files between other parts; over TLS: %s', async (secure) => {
  const { server, post } = await start(undefined, secure);
  const bytes = new Uint8Array(300_000).fill(7);
  const file = { path, bytes: content.length };
  for (let count = 0; count < 2; count++) await post(['--čára\r\n', file, bytes, file, { path, bytes: 10 }, 'end']);
  const expected = Buffer.concat([
    Buffer.from('--čára\r\n'),
    content,
    bytes,
    content,
    content.subarray(0, 10),
    Buffer.from('end'),
  ]);
  expect(server.requests.map(({ body }) => body.equals(expected))).toEqual([true, true]);
  expect(server.sockets).toHaveLength(1);
});

test('sends a file once more when the idle connection was closed', async () => {
  const { server, post } = await start(({ socket }, count) => (count === 2 ? void socket.destroy() : reply(200)));
  await post('first');
  await post([{ path, bytes: content.length }]);
  expect(server.requests[2]!.body.equals(content)).toBe(true);
});

test('sends nothing when a file cannot be opened', async () => {
  const { server, client, post } = await start();
  await expect(post(['a', { path: `${path}-missing`, bytes: 1 }])).rejects.toMatchObject({
    code: 'invalid',
    message: 'A file to send cannot be opened (ENOENT)',
  });
  expect(server.requests).toHaveLength(0);
  expect(client.stats.open).toBe(0);
});

test('ends the connection when a file has become shorter', async () => {
  const { server, client, post } = await start();
  await truncate(path, 500_000);
  await expect(post([{ path, bytes: content.length }])).rejects.toMatchObject({ code: 'invalid', phase: 'send' });
  expect(server.requests).toHaveLength(0);
  expect(client.stats.open).toBe(0);
});

test('gives up when the other side takes nothing any more', async () => {
  const { server, post } = await start();
  const sent = post(new Uint8Array(50_000_000));
  await expect.poll(() => server.sockets.length).toBe(1);
  server.sockets[0]!.pause();
  await expect(sent).rejects.toMatchObject({ code: 'timed-out', phase: 'send' });
});

test('takes an early reply, and does not use the connection again', async () => {
  const { server, client, post } = await start();
  const sent = post(new Uint8Array(50_000_000));
  await expect.poll(() => server.sockets.length).toBe(1);
  server.sockets[0]!.pause().write(reply(413, 'too large'));
  expect(await sent).toMatchObject({ status: 413 });
  expect(client.stats.open).toBe(0);
});
