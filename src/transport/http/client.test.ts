import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync, brotliCompressSync, deflateRawSync, deflateSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { reply, ScriptedServer, type Script } from '../../../tests/fixtures/servers.ts';
import { HttpClient, type ClientOptions } from './client.ts';
import type { WireOptions, WireReply, WireRequest } from './request.ts';

const OPTIONS: WireOptions = { connectTimeoutSeconds: 4, readTimeoutSeconds: 4, verify: true, followRedirects: true };
const SHORT = { readTimeoutSeconds: 0.1 };

interface Fixture {
  readonly server: ScriptedServer;
  readonly client: HttpClient;
  readonly url: string;
  readonly send: (request?: Partial<WireRequest>, options?: Partial<WireOptions>) => Promise<WireReply>;
}

async function start(script: Script, options: ClientOptions = {}): Promise<Fixture> {
  const server = await ScriptedServer.start(script);
  const client = new HttpClient(options);
  onTestFinished(async () => {
    await client.close();
    await server.stop();
  });
  const url = `http://localhost:${server.port}`;
  return {
    server,
    client,
    url,
    send: (request, changes) =>
      client.send(
        { method: 'POST', url: `${url}/`, headers: [], body: 'hello', ...request },
        { ...OPTIONS, ...changes },
      ),
  };
}

const ok: Script = () => reply(200, 'ok');
const silent: Script = () => undefined;

test('sends a request and reads the reply', async () => {
  const { send, server } = await start(() => reply(201, 'žlutý', { 'X-Name': 'a' }));
  const answer = await send({ headers: [['X-Token', 'secret']] });
  expect(answer).toMatchObject({ status: 201, truncated: false });
  expect(answer.text()).toBe('žlutý');
  expect(answer.header('x-name')).toBe('a');
  expect(server.requests[0]!.head).toBe(
    `POST / HTTP/1.1\r\nHost: localhost:${server.port}\r\nAccept: */*\r\nX-Token: secret\r\nContent-Length: 5\r\n`,
  );
  expect(server.requests[0]!.body.toString()).toBe('hello');
});

test.each(['GET', 'HEAD', 'OPTIONS', 'UPDATE'])('sends a body with %s', async (method) => {
  const { send, server } = await start(() =>
    method === 'HEAD' ? 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n' : reply(200),
  );
  expect(await send({ method, body: 'null' })).toMatchObject({ status: 200 });
  expect(server.requests[0]!.body.toString()).toBe('null');
});

test.each([
  ['text beyond ASCII', 'naïve žlutý 🚀', Buffer.from('naïve žlutý 🚀')],
  ['bytes', new Uint8Array([0, 255, 13, 10]), Buffer.from([0, 255, 13, 10])],
  ['much text', 'ž'.repeat(300_000), Buffer.from('ž'.repeat(300_000))],
  ['parts', ['a', new Uint8Array([98]), 'č'], Buffer.from('abč')],
])('sends %s', async (_what, body, expected) => {
  const { send, server } = await start(ok);
  await send({ body, headers: [['X-Name', 'Zoë']] });
  expect(server.requests[0]!.body.equals(expected)).toBe(true);
  expect(server.requests[0]!.head).toContain('X-Name: Zoë\r\n');
});

test('uses a connection again, the one used last first', async () => {
  const { send, server, client } = await start(ok);
  await Promise.all([send(), send(), send()]);
  const { socket } = server.requests.at(-1)!;
  await send();
  expect(server.requests.at(-1)!.socket).toBe(socket);
  expect(client.stats).toEqual({ requests: 4, open: 3, idle: 3, opened: 3, queued: 0 });
});

test.each([
  ['the reply asks for it', () => reply(200, 'ok', { Connection: 'close' })],
  ['more comes than the reply', () => `${reply(200, 'ok')}HTTP/1.1 200 OK\r\n`],
  ['the body is longer than wanted', () => reply(200, 'x'.repeat(100))],
])('closes the connection when %s', async (_what, script) => {
  const { send, server, client } = await start(script);
  const answer = await send({}, { maxReplyBytes: 10 });
  expect(answer.text().length).toBeLessThanOrEqual(10);
  await expect.poll(() => server.open).toBe(0);
  expect(client.stats.open).toBe(0);
});

test('closes a connection that was idle for too long, earlier if the server would', async () => {
  const long = await start(ok, { keepAliveSeconds: 0.1 });
  await long.send();
  await expect.poll(() => long.server.open).toBe(0);
  const short = await start(() => reply(200, 'ok', { 'Keep-Alive': 'timeout=1' }));
  await short.send();
  await expect.poll(() => short.server.open).toBe(0);
});

test('sends once more when an idle connection turns out to be closed', async () => {
  const { send, server } = await start(({ socket }, count) =>
    count === 2 ? void socket.destroy() : reply(200, `${count}`),
  );
  await send();
  expect((await send()).text()).toBe('3');
  expect(server.sockets).toHaveLength(2);
});

test('does not send a third time', async () => {
  const { send, server } = await start(({ socket }, count) => (count > 1 ? void socket.destroy() : reply(200)));
  await send();
  await expect(send()).rejects.toMatchObject({ code: 'unreachable', phase: 'reply' });
  expect(server.requests).toHaveLength(3);
});

test.each([
  ['a fresh connection closed', (count: number) => count === 1, ''],
  ['a reply begun', (count: number) => count === 2, 'HTTP/1.1 2'],
])('does not send again after %s', async (_what, breaks, begun) => {
  const { send, server } = await start(({ socket }, count) => (breaks(count) ? void socket.end(begun) : reply(200)));
  if (begun !== '') await send();
  const before = server.requests.length;
  await expect(send()).rejects.toMatchObject({ code: 'unreachable' });
  expect(server.requests).toHaveLength(before + 1);
});

test('drops an idle connection that speaks unasked', async () => {
  const { send, server, client } = await start(ok);
  await send();
  server.sockets[0]!.write(reply(200, 'not yours'));
  await expect.poll(() => client.stats.open).toBe(0);
  expect((await send()).text()).toBe('ok');
});

test('makes no more connections than allowed and serves first who came first', async () => {
  const order: string[] = [];
  const { send, server, client } = await start(
    ({ head, socket }) => {
      order.push(/ \/(\d+)/.exec(head)![1]!);
      setTimeout(() => socket.write(reply(200)), 5);
    },
    { maxConnectionsPerOrigin: 2 },
  );
  const numbers = Array.from({ length: 8 }, (_, index) => `${index}`);
  const url = `http://localhost:${server.port}`;
  const sent = Promise.all(numbers.map((number) => send({ url: `${url}/${number}` })));
  expect(client.stats).toMatchObject({ open: 2, queued: 6 });
  await sent;
  expect(order.toSorted()).toEqual(numbers);
  expect(order.slice(2)).toEqual(numbers.slice(2));
  expect(server.sockets).toHaveLength(2);
});

test('goes on with those who wait when a connection breaks', async () => {
  const { send } = await start(({ socket }, count) => (count === 1 ? void socket.destroy() : reply(200)), {
    maxConnectionsPerOrigin: 1,
  });
  const results = await Promise.allSettled([send(), send(), send()]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});

test('gives up after silence, but not while something comes', async () => {
  const { send } = await start(({ head, socket }) => {
    if (head.startsWith('GET')) return;
    void (async () => {
      for (const letter of reply(200, 'ok')) {
        socket.write(letter);
        await sleep(8);
      }
    })();
  });
  expect((await send({}, SHORT)).text()).toBe('ok');
  await expect(send({ method: 'GET' }, SHORT)).rejects.toMatchObject({ code: 'timed-out', phase: 'reply' });
});

test('gives up when the body stalls', async () => {
  const { send, client } = await start(() => 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe');
  await expect(send({}, SHORT)).rejects.toMatchObject({ code: 'timed-out' });
  expect(client.stats.open).toBe(0);
});

test('gives up connecting in time', async () => {
  const { send } = await start(ok, { lookup: () => undefined });
  await expect(send({}, { connectTimeoutSeconds: 0.1 })).rejects.toMatchObject({ code: 'timed-out', phase: 'connect' });
});

test('ends everything at the deadline: under way, in the queue, or not begun', async () => {
  const { send, client } = await start(silent, { maxConnectionsPerOrigin: 1 });
  const options = { deadline: Date.now() + 100 };
  const [first, second] = await Promise.allSettled([send({}, options), send({}, options)]);
  expect(first).toMatchObject({ reason: { code: 'timed-out', phase: 'reply' } });
  expect(second).toMatchObject({ reason: { code: 'timed-out' } });
  await expect(send({}, options)).rejects.toMatchObject({ code: 'timed-out', phase: 'request' });
  expect(client.stats).toMatchObject({ open: 0, queued: 0 });
});

test('gives up with the signal: under way, in the queue, or not begun', async () => {
  const { send, client } = await start(silent, { maxConnectionsPerOrigin: 1 });
  const controller = new AbortController();
  const options = { signal: controller.signal };
  const sent = Promise.allSettled([send({}, options), send({}, options)]);
  await sleep(20);
  controller.abort();
  for (const result of await sent) expect(result).toMatchObject({ reason: { code: 'aborted' } });
  await expect(send({}, options)).rejects.toMatchObject({ code: 'aborted' });
  expect(client.stats).toMatchObject({ open: 0, queued: 0 });
});

test.each([
  ['no HTTP', () => 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
  ['a head without end', () => `HTTP/1.1 200 OK\r\n${'X-Long: yes\r\n'.repeat(8000)}`],
  ['a folded header', () => 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n'],
])('refuses %s as a reply', async (_what, script) => {
  const { send, client } = await start(script);
  await expect(send()).rejects.toMatchObject({ code: 'protocol', phase: 'reply' });
  expect(client.stats.open).toBe(0);
});

test('says what is wrong without saying where exactly', async () => {
  const { send, server, url } = await start(ok);
  await server.stop();
  const sent = send({ url: `${url}/secret?token=secret`, headers: [['X', 'secret']] });
  await expect(sent).rejects.toMatchObject({
    code: 'unreachable',
    phase: 'connect',
    message: `${new URL(url).host} cannot be reached (ECONNREFUSED)`,
  });
});

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
])('decodes %s', async (encoding, encode) => {
  const text = 'hello '.repeat(1000);
  const body = encode(Buffer.from(text));
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}\r\n\r\n`;
  const { send } = await start(() => Buffer.concat([Buffer.from(head), body]));
  expect((await send()).text()).toBe(text);
  const cut = await send({}, { maxReplyBytes: 100 });
  expect(cut.truncated).toBe(true);
  expect(cut.text()).toBe(text.slice(0, 100));
});

test('refuses a body that is not encoded as it says', async () => {
  const { send } = await start(() => reply(200, 'plain', { 'Content-Encoding': 'gzip' }));
  await expect(send()).rejects.toMatchObject({ code: 'protocol' });
});

test('follows redirects, over the same connection', async () => {
  const { send, server } = await start(({ head }) =>
    head.startsWith('POST') ? reply(302, 'moved', { Location: '/b' }) : reply(200, 'there'),
  );
  expect((await send()).text()).toBe('there');
  expect(server.requests.map(({ head }) => head.split(' HTTP')[0])).toEqual(['POST /', 'GET /b']);
  expect(server.sockets).toHaveLength(1);
  expect(await send({}, { followRedirects: false })).toMatchObject({ status: 302 });
});

test('takes a redirect to nowhere as the reply, and no endless ones', async () => {
  const { send, server } = await start(({ head }) =>
    head.includes(' /loop ') ? reply(307, '', { Location: '/loop' }) : reply(302),
  );
  expect(await send()).toMatchObject({ status: 302 });
  await expect(send({ url: `http://localhost:${server.port}/loop` })).rejects.toMatchObject({ code: 'protocol' });
  expect(server.requests).toHaveLength(32);
});

test('refuses what is not public, redirects to it and connections that others made to it', async () => {
  const { send, server } = await start(
    ({ head }) => (head.includes(' /away ') ? reply(302, '', { Location: 'http://127.0.0.2/' }) : reply(200)),
    {
      isForbidden: (address) => address === '127.0.0.2',
    },
  );
  await send();
  const url = `http://127.0.0.2:${server.port}/`;
  await expect(send({ url }, { publicOnly: true })).rejects.toMatchObject({ code: 'forbidden' });
  expect(await send({}, { publicOnly: true })).toMatchObject({ status: 200 });
  await expect(send({ url: `http://localhost:${server.port}/away` }, { publicOnly: true })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('leaves no socket and no request behind when it is closed', async () => {
  const { send, server, client } = await start(({ head }) => (head.startsWith('GET') ? undefined : reply(200)), {
    maxConnectionsPerOrigin: 2,
  });
  await send();
  const pending = Promise.allSettled([send({ method: 'GET' }), send({ method: 'GET' }), send({ method: 'GET' })]);
  await client.close();
  for (const result of await pending) expect(result).toMatchObject({ reason: { code: 'aborted' } });
  await expect(send()).rejects.toMatchObject({ code: 'aborted' });
  await expect.poll(() => server.open).toBe(0);
  expect(client.stats).toMatchObject({ open: 0, idle: 0, queued: 0 });
});
