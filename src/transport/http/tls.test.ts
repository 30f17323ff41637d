import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { certificate, reply, ScriptedServer, type Script } from '../../../tests/fixtures/servers.ts';
import { HttpClient } from './client.ts';
import type { WireOptions, WireReply } from './request.ts';

const OPTIONS: WireOptions = { connectTimeoutSeconds: 4, readTimeoutSeconds: 4, verify: true, followRedirects: true };

interface Fixture {
  readonly server: ScriptedServer;
  readonly get: (host?: string, options?: Partial<WireOptions>) => Promise<WireReply>;
}

async function start(script: Script = () => reply(200, 'ok'), secure = true): Promise<Fixture> {
  const server = await ScriptedServer.start(script, { secure });
  const client = new HttpClient();
  onTestFinished(async () => {
    await client.close();
    await server.stop();
  });
  return {
    server,
    get: (host = 'localhost', options = {}) =>
      client.send(
        { method: 'GET', url: `https://${host}:${server.port}/`, headers: [], body: undefined },
        { ...OPTIONS, ...options },
      ),
  };
}

test('refuses a certificate that nobody vouches for, unless told not to look', async () => {
  const { get, server } = await start();
  expect(await get('localhost', { verify: false })).toMatchObject({ status: 200 });
  await expect(get()).rejects.toMatchObject({
    code: 'certificate',
    phase: 'connect',
    message: `The certificate of localhost:${server.port} is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
  });
  expect(server.requests).toHaveLength(1);
});

test('a server without TLS is a wrong one, a silent one too late', async () => {
  const { get, server } = await start(() => undefined, false);
  const sent = get('localhost', { connectTimeoutSeconds: 0.2 });
  await expect(sent).rejects.toMatchObject({ code: 'timed-out', phase: 'connect' });
  await expect.poll(() => server.open).toBe(0);
  const refused = get();
  await expect.poll(() => server.sockets.length).toBe(2);
  server.sockets[1]!.write('HTTP/1.1 400 Bad Request\r\n\r\n');
  await expect(refused).rejects.toMatchObject({ code: 'protocol', phase: 'connect' });
});

describe('with a trusted certificate', () => {
  beforeAll(() => {
    setDefaultCACertificates([...getCACertificates('default'), certificate.cert]);
  });

  test('accepts it for its own host alone', async () => {
    const { get, server } = await start();
    expect((await get()).text()).toBe('ok');
    await expect(get('127.0.0.1')).rejects.toMatchObject({ code: 'certificate' });
    expect((server.sockets[0] as TLSSocket & { servername: string }).servername).toBe('localhost');
  });

  test('keeps the connection, and the session for the next one', async () => {
    const reused: boolean[] = [];
    const { get, server } = await start(({ socket }, count) => {
      reused.push((socket as TLSSocket).isSessionReused());
      return reply(200, 'ok', count === 2 ? { Connection: 'close' } : {});
    });
    for (let count = 0; count < 3; count++) await get();
    expect(server.sockets).toHaveLength(2);
    expect(reused).toEqual([false, false, true]);
  });

  test('keeps what was verified apart from what was not', async () => {
    const { get, server } = await start();
    await get('localhost', { verify: false });
    await get();
    expect(server.sockets.map((socket) => (socket as TLSSocket).isSessionReused())).toEqual([false, false]);
  });
});
