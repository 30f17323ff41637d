import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IrcRequest } from '../../src/service/protocols.ts';
import { sendIrc } from '../../src/transport/irc/send.ts';
import { CHANNEL_KEY, Listener, Ngircd, SERVER_PASSWORD } from '../servers/ngircd.ts';
import { needs } from '../servers/needs.ts';
import { startZnc, USER, Znc } from '../servers/znc.ts';
import { deliver } from '../support/deliver.ts';
import { HOSTILE_BODIES, HOSTILE_CASES } from '../support/hostile-bodies.ts';
import { failureOf } from '../support/failures.ts';

describe('messages to ngircd (of the package ngircd)', needs(Ngircd), () => {
  let server: Ngircd;
  let bob: Listener;
  const authorities = getCACertificates('default');

  beforeAll(async () => {
    server = await Ngircd.start();
    setDefaultCACertificates([...authorities, server.authority]);
    bob = await new Listener(server.ports.plain, 'bob').join('#ops', `#locked ${CHANNEL_KEY}`);
  });
  afterAll(async () => {
    setDefaultCACertificates(authorities);
    await bob.leave();
    await server.process.stop();
  });

  const request = (rest: Partial<IrcRequest> = {}): IrcRequest => ({
    protocol: 'irc',
    host: 'localhost',
    port: server.ports[rest.secure ? 'secure' : 'plain'],
    secure: false,
    verify: true,
    connectTimeoutSeconds: 5,
    readTimeoutSeconds: 5,
    login: 'server',
    password: SERVER_PASSWORD,
    nick: 'ann',
    spareNicks: ['ann2'],
    fullName: 'Ann B',
    channels: [],
    users: [],
    text: 'x',
    farewell: 'bye',
    ...rest,
  });

  test('channels, one with a key, and a user', async () => {
    const channels = [
      { name: '#ops', key: undefined, joins: true },
      { name: '#locked', key: CHANNEL_KEY, joins: true },
    ];
    const sent = sendIrc(request({ channels, users: ['bob'], text: 'Disk full 日本語' }), undefined);
    expect(await sent).toMatchObject({ ok: true });
    for (const target of ['#ops', '#locked', 'bob']) await bob.heard(`PRIVMSG ${target} :Disk full 日本語\r\n`);
  }, 20_000);

  test('lines of a text are no commands, and long ones are cut', async () => {
    const text = `one\r\nNICK eve\nPRIVMSG bob :forged\n\n${'é'.repeat(300)}!`;
    await sendIrc(request({ users: ['bob'], nick: 'carl', text }), undefined);
    const heard = await bob.heard('é!');
    expect(heard).toContain(':NICK eve\r\n');
    expect(heard).toContain('PRIVMSG bob :PRIVMSG bob :forged\r\n');
    expect(heard).not.toMatch(/^:eve!/m);
  }, 20_000);

  test.each(HOSTILE_CASES.filter(({ body }) => body.length < 1000))(
    'a text with $name',
    async ({ body, arrives }) => {
      bob.forget();
      await sendIrc(request({ users: ['bob'], nick: 'carl', text: body }), undefined);
      const heard = (await bob.heard('end\r\n')).split('\r\n').slice(0, -1);
      const lines = arrives.split(/[\r\n\0]+/);
      expect(heard.map((line) => line.replace(/^:carl!\S+ /, ''))).toEqual(lines.map((line) => `PRIVMSG bob :${line}`));
    },
    20_000,
  );

  test('a text that is too long to be said in time', async () => {
    const started = Date.now();
    const text = HOSTILE_BODIES['a million letters']!;
    const sent = sendIrc(request({ users: ['bob'], nick: 'carl', text }), started + 1500);
    expect(await failureOf(sent)).toMatchObject({ code: 'timed-out' });
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test('a nick that is taken, and one that is none', async () => {
    await sendIrc(request({ users: ['bob'], nick: 'bob', text: 'taken' }), undefined);
    expect(await bob.heard('PRIVMSG bob :taken')).toMatch(/^:ann2!.* PRIVMSG bob :taken/m);
    await sendIrc(request({ users: ['bob'], nick: '7\r\nQUIT', spareNicks: ['ann3'], text: 'none' }), undefined);
    await bob.heard('PRIVMSG bob :none');
  }, 20_000);

  test('encrypted, with a certificate that is accepted', async () => {
    await sendIrc(request({ users: ['bob'], nick: 'dora', secure: true, text: 'secret' }), undefined);
    await bob.heard('PRIVMSG bob :secret');
    const elsewhere = request({ users: ['bob'], nick: 'emil', secure: true, host: '127.0.0.1', text: 'anyway' });
    expect(await failureOf(sendIrc(elsewhere, undefined))).toMatchObject({ code: 'unreachable' });
    await sendIrc({ ...elsewhere, verify: false }, undefined);
    await bob.heard('PRIVMSG bob :anyway');
  }, 20_000);

  test.each([
    ['a wrong password', { password: 'wr0ng-wr0ng', users: ['bob'] }, 'unauthorized'],
    ['a wrong key', { channels: [{ name: '#locked', key: 'wr0ng', joins: true }] }, 'refused'],
    ['a user who is not there', { users: ['nobody'] }, 'refused'],
    ['no NickServ', { login: 'nickserv', password: 'wr0ng-wr0ng', users: ['bob'] }, 'unauthorized'],
  ] as const)(
    '%s',
    async (_, rest, code) => {
      const failure = await failureOf(sendIrc(request({ nick: 'fred', ...rest }), undefined));
      expect(failure.code).toBe(code);
      expect(failure.message).not.toContain('wr0ng');
    },
    20_000,
  );

  describe('by way of a bouncer (of the package znc)', needs(Znc), () => {
    test.each([
      ['connected', () => `127.0.0.1 ${server.ports.plain} ${SERVER_PASSWORD}`, true],
      ['alone', () => '127.0.0.1 1', false],
    ])(
      'that is %s',
      async (name, uplink, isTold) => {
        const bouncer = await startZnc(uplink());
        try {
          if (isTold) await bob.asks('WHOIS bouncer', / 311 bob bouncer /);
          const url = `irc://${USER.name}:${USER.password}@localhost:${bouncer.port}/@bob?mode=znc`;
          expect(await deliver(url, '', `bounced ${name}`)).toBe(isTold);
          if (isTold) await bob.heard('PRIVMSG bob :bounced connected');
          const wrong = url.replace(USER.password, 'wr0ng');
          expect(await deliver(wrong, '', 'x')).toBe(false);
        } finally {
          await bouncer.process.stop();
        }
      },
      40_000,
    );
  });

  test('from a URL', async () => {
    const url = `irc://gwen:${SERVER_PASSWORD}@localhost:${server.ports.plain}/%23ops`;
    expect(await deliver(url, 'Disk', 'full')).toBe(true);
    await bob.heard('PRIVMSG #ops :full');
  }, 20_000);
});
