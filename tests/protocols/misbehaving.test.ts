import { afterEach, describe, expect, test } from 'vitest';
import { openProtocols } from '../../src/transport/protocols.ts';
import { until } from '../servers/process.ts';
import { failureOf } from '../support/failures.ts';
import { peakOf } from '../support/memory.ts';
import { flood, MISBEHAVIOURS, MisbehavingServer, socketCount } from '../support/misbehaving.ts';
import { PROTOCOL_REQUESTS } from '../support/protocol-requests.ts';

const DEADLINE_SECONDS = 0.5;
/** For what a busy machine may take longer. */
const LENIENCY_SECONDS = 2;
const MAX_MEMORY_BYTES = 32 * 1024 * 1024;

const waysOf = Object.entries(PROTOCOL_REQUESTS).flatMap(([name, requestOf]) =>
  [false, true].map((secure) => ({ name: secure ? `${name}, encrypted` : name, secure, requestOf })),
);

let servers: MisbehavingServer[] = [];
afterEach(async () => {
  for (const server of servers) await server.stop();
  servers = [];
});

async function start(misbehave: (typeof MISBEHAVIOURS)[string]): Promise<{ server: MisbehavingServer; port: number }> {
  const server = new MisbehavingServer(misbehave);
  servers.push(server);
  return { server, port: await server.start() };
}

const addressOf = (port: number, secure: boolean, readTimeoutSeconds = 10) => ({
  host: '127.0.0.1',
  port,
  secure,
  verify: true,
  connectTimeoutSeconds: readTimeoutSeconds,
  readTimeoutSeconds,
});

describe.each(Object.entries(MISBEHAVIOURS))('a server that %s', (_, misbehave) => {
  test('gives a failure in time, and keeps no socket', async () => {
    const before = socketCount();
    const protocols = openProtocols();
    const attempts = Promise.all(
      waysOf.map(async ({ name, secure, requestOf }) => {
        const { server, port } = await start(misbehave);
        const started = Date.now();
        const deadline = started + DEADLINE_SECONDS * 1000;
        const failure = await failureOf(protocols.send(requestOf(addressOf(port, secure)), deadline));
        const seconds = (Date.now() - started) / 1000;
        return { name, server, isLate: seconds > DEADLINE_SECONDS + LENIENCY_SECONDS, message: failure.message };
      }),
    );
    expect(await peakOf(attempts)).toBeLessThan(MAX_MEMORY_BYTES);
    const outcomes = await attempts;
    expect(outcomes.filter(({ isLate, server }) => isLate || server.connections === 0)).toEqual([]);
    expect(outcomes.filter(({ message }) => message.includes('s3cret'))).toEqual([]);
    for (const { name, server } of outcomes) await until(() => server.open === 0 || undefined, `the end of ${name}`);
    expect(await until(() => socketCount() <= before || undefined, 'the end of all sockets')).toBe(true);
  });
});

test.each([
  ['irc', 'PING :x\r\n'],
  // Enquires whether the link is there.
  ['smpp', Buffer.from('00000010000000150000000000000001', 'hex')],
])('a server of %s that asks without end, and reads no answer', async (name, question) => {
  const { server, port } = await start((socket) => flood(socket.pause(), question));
  const sent = openProtocols().send(PROTOCOL_REQUESTS[name]!(addressOf(port, false)), undefined);
  expect(await failureOf(sent)).toMatchObject({ code: 'service-failed', message: '127.0.0.1 asks more than it reads' });
  server.read();
  await until(() => server.open === 0 || undefined, 'the end of the connection');
});

test.each([
  ['mqtt', Buffer.from([0x40, 2, 0, 1])],
  ['aprs', '# traffic\r\n'],
  ['smpp', Buffer.from('00000010800000040000000000000063', 'hex')],
])('a server of %s that goes on and on about something else, without a deadline', async (name, words) => {
  const { port } = await start((socket) => flood(socket.resume(), words));
  const sent = openProtocols().send(PROTOCOL_REQUESTS[name]!(addressOf(port, false, 0.3)), undefined);
  expect(await failureOf(sent)).toMatchObject({ code: 'timed-out' });
});

test('who waits for a client of the same name waits no longer than its own deadline', async () => {
  const { server, port } = await start(MISBEHAVIOURS['never answers']!);
  const protocols = openProtocols();
  const send = (milliseconds: number) => {
    const request = { ...PROTOCOL_REQUESTS['mqtt']!(addressOf(port, false)), clientId: 'one' };
    return failureOf(protocols.send(request, Date.now() + milliseconds));
  };
  const first = send(2500);
  const started = Date.now();
  expect(await send(200)).toMatchObject({ code: 'timed-out' });
  expect(Date.now() - started).toBeLessThan(1500);
  expect(server.connections).toBe(1);
  expect(await first).toMatchObject({ code: 'timed-out' });
});

test('what is under way when all is closed fails then, and what comes later', async () => {
  const before = socketCount();
  const protocols = openProtocols();
  const sent = await Promise.all(
    waysOf.map(async ({ name, secure, requestOf }) => {
      const { server, port } = await start(MISBEHAVIOURS['never answers']!);
      const failure = failureOf(protocols.send(requestOf(addressOf(port, secure)), undefined));
      await until(() => server.connections || undefined, name);
      return { name, server, failure };
    }),
  );
  await protocols.close();
  for (const { name, failure, server } of sent) {
    expect(`${name}: ${(await failure).message}`).toContain('The program ends');
    await until(() => server.open === 0 || undefined, `the end of ${name}`);
  }
  expect(socketCount()).toBeLessThanOrEqual(before);
  const late = protocols.send(PROTOCOL_REQUESTS['mqtt']!(addressOf(1, false)), undefined);
  expect((await failureOf(late)).message).toContain('The program ends');
});
