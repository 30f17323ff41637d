import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { AprsRequest } from '../../src/service/protocols.ts';
import { sendAprs } from '../../src/transport/aprs/send.ts';
import { HOSTILE_CASES } from '../support/hostile-bodies.ts';
import { failureOf } from '../support/failures.ts';
import { TalkingServer } from '../support/talking-server.ts';

/** Debian has no server of APRS-IS. This one says hello before it hears a login, as they do. */
const answer = (heard: string): string | undefined => {
  const [, callSign, password] = /^user (\S+) pass (\d+) vers /.exec(heard) ?? [];
  if (callSign === undefined) return undefined;
  return `# logresp ${callSign} ${password === '10931' ? 'verified' : 'unverified'}, server T2TEST\r\nOE9ZZZ>APRS:traffic\r\n`;
};

let server: TalkingServer;
afterEach(() => server.stop());

const request = (port: number, rest: Partial<AprsRequest> = {}): AprsRequest => ({
  protocol: 'aprs',
  host: 'localhost',
  port,
  secure: false,
  verify: true,
  connectTimeoutSeconds: 1,
  readTimeoutSeconds: 0.3,
  callSign: 'OE1ABC',
  password: '10931',
  recipients: ['OE3XYZ', 'OE5QRS-10'],
  text: 'full\r\nOE1ABC>APRS:forged',
  pauseSeconds: 0.01,
  ...rest,
});

const later = (): Promise<void> => sleep(20);
const sayLater = async (socket: Socket, text: string): Promise<void> => {
  socket.write(text);
  await later();
};

test('a text for two stations', async () => {
  server = new TalkingServer(answer, '# aprsc 2.1\r\n');
  await sendAprs(request(await server.start()), undefined);
  await vi.waitFor(() =>
    expect(server.heard.split('\r\n').slice(1)).toEqual([
      'OE1ABC>APPRIS::OE3XYZ   :full OE1ABC>APRS:forged',
      'OE1ABC>APPRIS::OE5QRS-10:full OE1ABC>APRS:forged',
      '',
    ]),
  );
});

test('a wrong password', async () => {
  server = new TalkingServer(answer);
  const failure = await failureOf(sendAprs(request(await server.start(), { password: '12345' }), undefined));
  expect(failure.code).toBe('unauthorized');
  expect(failure.message).not.toContain('12345');
  expect(server.heard).not.toContain('forged');
});

test('a server that says nothing', async () => {
  server = new TalkingServer(() => undefined);
  expect(await failureOf(sendAprs(request(await server.start()), undefined))).toMatchObject({ code: 'timed-out' });
});

test('answers that come in pieces', async () => {
  const pieces = ['# aprsc', ' 2.1\r', '\n# log', 'resp OE1ABC ver', 'ified, server T2TEST\r', '\n'];
  server = new TalkingServer((heard, socket) => {
    if (heard.endsWith('\r\n')) void pieces.reduce((said, piece) => said.then(() => sayLater(socket, piece)), later());
    return undefined;
  });
  await sendAprs(request(await server.start(), { readTimeoutSeconds: 5, recipients: ['OE3XYZ'] }), undefined);
  await vi.waitFor(() => expect(server.heard).toMatch(/^user .*\r\nOE1ABC>APPRIS::OE3XYZ {3}:full .*\r\n$/));
});

test.each(HOSTILE_CASES)('a text with $name stays one packet', async ({ body, arrives }) => {
  server = new TalkingServer(answer);
  await sendAprs(request(await server.start(), { text: body, recipients: ['OE3XYZ'] }), undefined);
  await vi.waitFor(() => expect(server.heard.match(/\r\n/g)).toHaveLength(2));
  const [, packet = ''] = server.heard.split('\r\n');
  const told = Array.from(arrives.replace(/[{}|~]/g, ''))
    .slice(0, 67)
    .join('')
    .replace(/[\r\n\0]+/g, ' ');
  expect(packet).toBe(`OE1ABC>APPRIS::OE3XYZ   :${told}`);
});
