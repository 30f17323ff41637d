import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { reply, ScriptedServer, type Script } from '../../../tests/fixtures/servers.ts';
import { HttpClient } from './client.ts';
import type { WireOptions, WireRequest } from './request.ts';

const OPTIONS: WireOptions = { connectTimeoutSeconds: 1, readTimeoutSeconds: 1, verify: false, followRedirects: true };
const request: WireRequest = { method: 'POST', url: '', headers: [['X-Token', 'a']], body: 'hello' };

interface Fixture {
  readonly proxy: ScriptedServer;
  readonly client: HttpClient;
}

async function start(script: Script, secure = false): Promise<Fixture> {
  const proxy = await ScriptedServer.start(script, { secure });
  const client = new HttpClient({ proxies: { all: `http${secure ? 's' : ''}://me:secret@localhost:${proxy.port}` } });
  onTestFinished(async () => {
    await client.close();
    await proxy.stop();
  });
  return { proxy, client };
}

/** Leads a tunnel to a local server, whatever it was meant for. */
const tunnelTo =
  (port: number): Script =>
  ({ socket }) => {
    socket.removeAllListeners('data');
    const upstream = connect(port, 'localhost', () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
    upstream
      .on('error', () => socket.destroy())
      .pipe(socket)
      .pipe(upstream);
  };

test('hands the proxy the whole URL and the credentials', async () => {
  const { proxy, client } = await start(() => reply(200, 'ok'));
  await client.send({ ...request, url: 'http://example.test/a?b' }, OPTIONS);
  await client.send({ ...request, url: 'http://example.test/c' }, OPTIONS);
  expect(proxy.requests[0]!.head).toBe(
    'POST http://example.test/a?b HTTP/1.1\r\nHost: example.test\r\nAccept: */*\r\nX-Token: a\r\n' +
      `Proxy-Authorization: Basic ${btoa('me:secret')}\r\nContent-Length: 5\r\n`,
  );
  expect(proxy.sockets).toHaveLength(1);
});

test.each([false, true])('goes through a tunnel to a secure target; TLS to the proxy itself: %s', async (secure) => {
  const target = await ScriptedServer.start(() => reply(200, 'ok'), { secure: true });
  onTestFinished(() => target.stop());
  const { proxy, client } = await start(tunnelTo(target.port), secure);
  for (let count = 0; count < 2; count++) {
    const answer = await client.send({ ...request, url: 'https://example.test/a', body: 'x'.repeat(200_000) }, OPTIONS);
    expect(answer.text()).toBe('ok');
  }
  expect(proxy.requests.map(({ head }) => head)).toEqual([
    `CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\nProxy-Authorization: Basic ${btoa('me:secret')}\r\n`,
  ]);
  expect(target.requests[0]!.head).not.toContain('Proxy-');
  await client.close();
  await expect.poll(() => proxy.open + target.open).toBe(0);
});

test.each([
  ['refuses', () => reply(407), 'unreachable', '(407)'],
  ['closes', ({ socket }) => void socket.destroy(), 'unreachable', ''],
  ['says too much', () => 'HTTP/1.1 200 OK\r\n\r\nhello', 'unreachable', ''],
  ['speaks something else', () => 'SSH-2.0\r\n\r\n', 'unreachable', 'malformed'],
  ['never stops', () => 'x'.repeat(70_000), 'unreachable', 'malformed'],
  ['says nothing', () => undefined, 'timed-out', ''],
] satisfies [string, Script, string, string][])('fails when the proxy %s', async (_what, script, code, reason) => {
  const { client } = await start(script);
  const sent = client.send(
    { ...request, url: 'https://example.test/secret' },
    { ...OPTIONS, connectTimeoutSeconds: 0.2 },
  );
  await expect(sent).rejects.toMatchObject({ code, phase: 'connect', message: expect.stringContaining(reason) });
  await expect(sent).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
  expect(client.stats.open).toBe(0);
});

test('asks the proxy for no internal address where only public ones are allowed', async () => {
  const { proxy, client } = await start(() => reply(200));
  await expect(
    client.send({ ...request, url: 'http://10.0.0.1/' }, { ...OPTIONS, publicOnly: true }),
  ).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(proxy.requests).toHaveLength(0);
});
