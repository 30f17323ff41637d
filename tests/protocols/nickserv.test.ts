import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IrcRequest } from '../../src/service/protocols.ts';
import { sendIrc } from '../../src/transport/irc/send.ts';
import { Inspircd, OWNER } from '../servers/inspircd.ts';
import { needs } from '../servers/needs.ts';
import { Listener } from '../servers/ngircd.ts';
import { deliver } from '../support/deliver.ts';
import { failureOf } from '../support/failures.ts';

describe('logins at NickServ (of the packages inspircd and atheme-services)', needs(Inspircd), () => {
  let server: Inspircd;
  let bob: Listener;
  beforeAll(async () => {
    server = await Inspircd.start();
    bob = await new Listener(server.port, 'bob').join('#known');
    // Lets in those alone who have proved who they are.
    await bob.asks('MODE #known +R', /MODE #known :?\+R/);
  }, 30_000);
  afterAll(async () => {
    await bob.leave();
    await server.stop();
  });

  const request = (rest: Partial<IrcRequest> = {}): IrcRequest => ({
    protocol: 'irc',
    host: 'localhost',
    port: server.port,
    secure: false,
    verify: true,
    connectTimeoutSeconds: 5,
    readTimeoutSeconds: 5,
    login: 'nickserv',
    ...OWNER,
    spareNicks: ['ann2'],
    fullName: 'Ann B',
    channels: [{ name: '#known', key: undefined, joins: true }],
    users: [],
    text: 'x',
    farewell: 'bye',
    ...rest,
  });

  test('the right password lets in', async () => {
    await sendIrc(request({ text: 'it is me' }), undefined);
    expect(await bob.heard('PRIVMSG #known :it is me')).toMatch(/^:ann!\S+ PRIVMSG #known :it is me/m);
    const url = `irc://${OWNER.nick}:${OWNER.password}@localhost:${server.port}/%23known?mode=nickserv`;
    expect(await deliver(url, '', 'from a URL')).toBe(true);
    await bob.heard('PRIVMSG #known :from a URL');
  });

  test('no password does not', async () => {
    const failure = await failureOf(sendIrc(request({ login: 'none', nick: 'eve' }), undefined));
    expect(failure.code).toBe('refused');
  });

  test.each([
    ['a wrong one', { password: 'wr0ng-wr0ng' }],
    ['one with a line end', { password: `${OWNER.password}\r\nPRIVMSG #known :forged` }],
    ['a nick that nobody owns', { nick: 'fred' }],
  ])('%s does not', async (_, rest) => {
    const failure = await failureOf(sendIrc(request(rest), undefined));
    expect(failure).toMatchObject({ code: 'unauthorized', message: 'NickServ of localhost refuses the login' });
    await bob.asks('PING :later', /PONG .*later/);
    expect(await bob.heard('PONG')).not.toContain('forged');
  });
});
