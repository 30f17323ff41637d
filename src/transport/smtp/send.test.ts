import { once } from 'node:events';
import { createServer as createPlainServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { certificate } from '../../../tests/fixtures/servers.ts';
import type { DeliveryError } from '../../service/errors.ts';
import type { SmtpRequest } from '../../service/protocols.ts';
import { closeMail, sendMail } from './send.ts';

/** What a server says to a line; undefined says nothing. The first line it hears is `CONNECT`. */
type Dialogue = (line: string, socket: Socket) => string | undefined;

const PASSWORD = 's3cr3t-s3cr3t';
const PLAIN_LOGIN = Buffer.from(`\0ann\0${PASSWORD}`).toString('base64');

/** A server that does everything right. */
const polite: Dialogue = (line) => {
  const [verb = ''] = line.split(/[ :]/, 1);
  const replies: Readonly<Record<string, string>> = {
    CONNECT: '220 hello',
    EHLO: '250-mail\r\n250-PIPELINING\r\n250 AUTH PLAIN',
    AUTH: '235 welcome',
    MAIL: '250 sender ok',
    RCPT: '250 recipient ok',
    DATA: '354 go on',
    '.': '250 queued',
    RSET: '250 forgotten',
    QUIT: '221 bye',
  };
  return replies[verb];
};

/** Polite but to lines that begin with a verb. */
const except =
  (verb: string, reply: Dialogue): Dialogue =>
  (line, socket) =>
    line.startsWith(verb) ? reply(line, socket) : polite(line, socket);

const hangUp: Dialogue = (_, socket) => {
  socket.destroy();
  return undefined;
};
const silence: Dialogue = () => undefined;
/** Never silent for long, and never done. */
const drip: Dialogue = (_, socket) => {
  const timer = setInterval(() => socket.write('2'), 50);
  socket.on('close', () => clearInterval(timer));
  return undefined;
};

/** A mail server that says what it is told to. */
class TalkingServer {
  readonly sockets: Socket[] = [];
  readonly lines: string[] = [];
  readonly #server: Server;

  constructor(dialogue: Dialogue, secure = false) {
    const serve = (socket: Socket): void => {
      this.sockets.push(socket);
      socket.on('error', () => socket.destroy());
      const say = (line: string): void => {
        const reply = dialogue(line, socket);
        if (reply !== undefined && !socket.destroyed) socket.write(`${reply}\r\n`);
      };
      let rest = '';
      let isData = false;
      socket.on('data', (chunk) => {
        const lines = (rest + chunk.toString()).split('\r\n');
        rest = lines.pop()!;
        for (const line of lines) {
          this.lines.push(line);
          if (line === '.' || !isData) say(line);
          isData = line === 'DATA' || (isData && line !== '.');
        }
      });
      say('CONNECT');
    };
    this.#server = secure ? createSecureServer(certificate, serve) : createPlainServer(serve);
    this.#server.on('tlsClientError', () => undefined).on('connection', (socket: Socket) => this.sockets.push(socket));
  }

  async start(): Promise<number> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Those that are still open, some time after. */
  async open(): Promise<number> {
    await sleep(100);
    return this.sockets.filter(({ closed }) => !closed).length;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await once(this.#server.close(), 'close');
  }
}

const request = (port: number, rest: Partial<SmtpRequest> = {}): SmtpRequest => ({
  protocol: 'smtp',
  host: '127.0.0.1',
  port,
  security: 'insecure',
  login: { user: 'ann', password: PASSWORD },
  verify: true,
  connectTimeoutSeconds: 0.3,
  messages: [{ from: 'ann@a.example', to: ['bob@b.example'], mime: { type: 'text/plain', content: 'Hello' } }],
  ...rest,
});

const failureOf = (work: Promise<unknown>): Promise<DeliveryError> =>
  work.then(
    () => Promise.reject(new Error('expected a failure')),
    (error: unknown) => error as DeliveryError,
  );

let server: TalkingServer;
async function talk(dialogue: Dialogue, secure?: boolean): Promise<number> {
  server = new TalkingServer(dialogue, secure);
  return server.start();
}

afterEach(async () => {
  await closeMail();
  await server.stop();
});

describe('a server that fails', () => {
  const failing: [string, Dialogue, DeliveryError['code'], number?][] = [
    ['never says hello', silence, 'timed-out'],
    ['says hello without end', except('CONNECT', drip), 'timed-out'],
    ['never answers a login', except('AUTH', silence), 'timed-out'],
    ['never takes the message', except('.', silence), 'timed-out'],
    ['hangs up at once', hangUp, 'unreachable'],
    ['hangs up at the login', except('AUTH', hangUp), 'unreachable'],
    ['hangs up at the sender', except('MAIL', hangUp), 'unreachable'],
    ['hangs up at the end of the message', except('.', hangUp), 'unreachable'],
    ['speaks HTTP', () => 'HTTP/1.1 400 Bad Request', 'service-failed'],
    ['talks garbage', (line) => (line === 'CONNECT' ? '220 hello' : '\u0000\u0001'), 'service-failed'],
    ['is busy', except('CONNECT', () => '421 come again'), 'service-failed', 421],
    ['is busy after the login', except('MAIL', () => '421 come again'), 'service-failed', 421],
    ['takes no login', except('AUTH', () => '535 no'), 'unauthorized', 535],
    ['cannot check logins', except('AUTH', () => '454 not now'), 'service-failed', 454],
    ['repeats the login', except('AUTH', (line) => `500 what is ${line}`), 'unauthorized', 500],
    ['wants another login', except('MAIL', () => '530 log in'), 'unauthorized', 530],
    ['takes no sender', except('MAIL', () => '550 no'), 'refused', 550],
    ['takes no message', except('.', () => '554-no\r\n554 spam\u001B[31m'), 'refused', 554],
    ['is full', except('.', () => '452 full'), 'service-failed', 452],
  ];
  test.each(failing)('%s', async (_, dialogue, code, status) => {
    const started = Date.now();
    const failure = await failureOf(sendMail(request(await talk(dialogue)), undefined));
    expect(failure).toMatchObject({ name: 'DeliveryError', code, status });
    expect(failure.message).toMatch(/^[ -~]*$/);
    expect(failure.message).not.toContain(PASSWORD);
    expect(failure.message).not.toContain(PLAIN_LOGIN);
    expect(Date.now() - started).toBeLessThan(1500);
    await closeMail();
    expect(await server.open()).toBe(0);
  });
});

test('nobody listens', async () => {
  const port = await talk(polite);
  await server.stop();
  expect(await failureOf(sendMail(request(port), undefined))).toMatchObject({ code: 'unreachable' });
  await server.start();
});

test('a port that is none', async () => {
  await talk(polite);
  expect(await failureOf(sendMail(request(70_000), undefined))).toMatchObject({ code: 'unreachable' });
});

test('a certificate that nobody vouches for', async () => {
  const port = await talk(polite, true);
  const failure = await failureOf(sendMail(request(port, { host: 'localhost', security: 'ssl' }), undefined));
  expect(failure).toMatchObject({ code: 'unreachable' });
  expect(failure.message).toBe('The certificate of localhost is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)');
  expect(server.lines).toEqual([]);
  await sendMail(request(port, { host: 'localhost', security: 'ssl', verify: false }), undefined);
});

test('a server that speaks no TLS', async () => {
  const port = await talk(polite);
  expect(await failureOf(sendMail(request(port, { security: 'ssl' }), undefined))).toMatchObject({
    code: 'unreachable',
  });
});

test('a deadline ends what is under way and what waits for its turn', async () => {
  const port = await talk(except('.', silence));
  const slow = request(port, { connectTimeoutSeconds: 10 });
  const deadline = Date.now() + 300;
  const failures = await Promise.all(Array.from({ length: 7 }, () => failureOf(sendMail(slow, deadline))));
  expect(failures.map(({ code }) => code)).toEqual(Array.from({ length: 7 }, () => 'timed-out'));
  expect(Date.now() - deadline).toBeLessThan(1000);
  expect(await server.open()).toBe(0);
});

test('after the deadline nothing is begun', async () => {
  const port = await talk(polite);
  expect(await failureOf(sendMail(request(port), Date.now() - 1))).toMatchObject({ code: 'timed-out' });
  expect(server.lines).toEqual([]);
});

test('a connection that the server has left is replaced', async () => {
  const port = await talk(polite);
  await sendMail(request(port), undefined);
  server.sockets[0]?.destroy();
  await sendMail(request(port), undefined);
  expect(server.lines.filter((line) => line === '.')).toHaveLength(2);
});

test('a connection that has fallen silent is replaced', async () => {
  let resets = 0;
  const port = await talk(except('RSET', () => (++resets > 0 ? undefined : '')));
  await sendMail(request(port), undefined);
  await sendMail(request(port), undefined);
  expect(resets).toBe(1);
  expect(server.lines.filter((line) => line === '.')).toHaveLength(2);
});

test('an idle connection takes its leave', async () => {
  const port = await talk(polite);
  await sendMail(request(port), undefined);
  await vi.waitFor(() => expect(server.lines).toContain('QUIT'));
  expect(await server.open()).toBe(0);
});

test('closing takes leave of idle connections and breaks off the others', async () => {
  const port = await talk(except('.', silence));
  const sending = failureOf(sendMail(request(port, { connectTimeoutSeconds: 10 }), undefined));
  await vi.waitFor(() => expect(server.lines).toContain('.'));
  await closeMail();
  expect(await sending).toMatchObject({ code: 'unreachable' });
  expect(await server.open()).toBe(0);
});

test('the address of the client stands for its name, and nothing is written to the console', async () => {
  const consoles = (['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
  await sendMail(request(await talk(polite)), undefined);
  expect(server.lines[0]).toBe('EHLO [127.0.0.1]');
  for (const spy of consoles) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});

test('no mail follows what the server itself refuses', async () => {
  const port = await talk(except('AUTH', () => '535 no'));
  const [message] = request(port).messages;
  const messages = [message!, message!, message!];
  const failure = await failureOf(sendMail(request(port, { messages }), undefined));
  expect(failure.message).toBe('127.0.0.1 does not accept the login (535); 3 of 3 messages failed');
  expect(server.lines.filter((line) => line.startsWith('AUTH'))).toHaveLength(1);
});
