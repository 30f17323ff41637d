import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { XmppRequest } from '../../src/service/protocols.ts';
import { closeXmpp, sendXmpp } from '../../src/transport/xmpp/send.ts';
import { Listener, PASSWORD, Prosody, ROOMS } from '../servers/prosody.ts';
import { needs } from '../servers/needs.ts';
import { deliver } from '../support/deliver.ts';
import { failureOf } from '../support/failures.ts';
import { Relay } from '../support/relay.ts';

const toBob = { people: ['bob@localhost'] };
const inRoom = (name: string): Partial<XmppRequest> => ({ rooms: [`${name}@${ROOMS}`] });

const authorities = getCACertificates('default');

/** With passwords kept as they are it takes encrypted connections only. */
describe.each([
  { store: 'internal_plain', encryption: true },
  { store: 'internal_hashed', encryption: false },
] as const)(
  'messages to prosody (of the package prosody), passwords in $store',
  needs(Prosody),
  ({ store, encryption }) => {
    let server: Prosody;
    let bob: Listener;

    beforeAll(async () => {
      server = await Prosody.start(store, { encryption });
      setDefaultCACertificates([...authorities, server.authority]);
      bob = await Listener.start(server.ports.tls, 'bob');
      await bob.makeRoom('ops');
      await bob.makeRoom('locked', { password: 'k3y' });
      await bob.makeRoom('moderated', { moderated: true });
    });
    afterEach(() => bob.forget());
    afterAll(async () => {
      closeXmpp();
      setDefaultCACertificates(authorities);
      await bob.leave();
      await server.process.stop();
    });

    const request = (rest: Partial<XmppRequest> = {}): XmppRequest => ({
      protocol: 'xmpp',
      host: 'localhost',
      port: server.ports[rest.mode === 'tls' ? 'tls' : 'starttls'],
      secure: rest.mode === 'tls',
      verify: true,
      certificateName: 'localhost',
      connectTimeoutSeconds: 5,
      readTimeoutSeconds: 5,
      mode: 'starttls',
      sender: { local: 'ann', domain: 'localhost', resource: undefined },
      password: PASSWORD,
      bindsChannel: true,
      keepsAlive: false,
      asksRoster: false,
      nick: 'watch',
      people: [],
      rooms: [],
      subject: undefined,
      text: 'x',
      ...rest,
    });

    test.each(['starttls', 'tls'] as const)('encrypted by %s', async (mode) => {
      const sent = { ...toBob, mode, text: `Disk full 日本語 ${mode}`, subject: 'Disk', asksRoster: true };
      expect(await sendXmpp(request(sent), undefined)).toMatchObject({ ok: true });
      expect(await bob.heard(`<body>${sent.text}</body>`)).toContain('<subject>Disk</subject>');
    });

    test('not encrypted', async () => {
      const sent = sendXmpp(request({ ...toBob, mode: 'none', text: 'in clear' }), undefined);
      const outcome = await sent.then(
        () => bob.heard('<body>in clear</body>').then(() => 'told'),
        (error: unknown) => String(error),
      );
      expect(outcome).toBe(encryption ? 'DeliveryError: localhost wants encryption, as xmpps: has it' : 'told');
    });

    test('certificates', async () => {
      setDefaultCACertificates(authorities);
      try {
        for (const mode of ['starttls', 'tls'] as const) {
          const failure = await failureOf(sendXmpp(request({ ...toBob, mode, text: 'untrusted' }), undefined));
          expect(failure).toMatchObject({ code: 'unreachable' });
          expect(failure.message).toContain('certificate');
          await sendXmpp(request({ ...toBob, mode, verify: false, text: `anyway ${mode}` }), undefined);
          expect(await bob.heard(`anyway ${mode}`)).not.toContain('untrusted');
        }
      } finally {
        setDefaultCACertificates([...authorities, server.authority]);
      }
    });

    test('the certificate is for the domain, wherever its server is', async () => {
      await sendXmpp(request({ ...toBob, host: '127.0.0.1', text: 'elsewhere' }), undefined);
      await bob.heard('elsewhere');
      const stranger = request({ ...toBob, certificateName: 'example.test', text: 'stranger' });
      expect((await failureOf(sendXmpp(stranger, undefined))).message).toContain('certificate');
    });

    test.each([
      ['a wrong password', { password: 'wr0ng-wr0ng' }],
      ['nobody of that name', { sender: { local: 'eve', domain: 'localhost', resource: undefined } }],
    ])('%s', async (_, rest) => {
      for (const mode of ['starttls', 'tls'] as const) {
        const failure = await failureOf(sendXmpp(request({ ...toBob, mode, ...rest }), undefined));
        expect(failure).toMatchObject({ code: 'unauthorized' });
        expect(failure.message).toBe('localhost does not accept the login (not-authorized)');
      }
    });

    test('a domain that is not there', async () => {
      const sender = { local: 'ann', domain: 'example.test', resource: undefined };
      const failure = await failureOf(sendXmpp(request({ ...toBob, sender }), undefined));
      expect(failure.message).toBe('localhost has ended the stream (host-unknown)');
    });

    test('a room', async () => {
      await sendXmpp(request({ ...inRoom('ops'), text: 'to all' }), undefined);
      expect(await bob.heard('<body>to all</body>')).toContain(`from='ops@${ROOMS}/watch'`);
      await bob.heard(/<presence [^>]*type='unavailable'/);
    });

    test('a nick that somebody has', async () => {
      await sendXmpp(request({ ...inRoom('ops'), nick: 'owner', text: 'who' }), undefined);
      expect(await bob.heard('<body>who</body>')).toContain(`from='ops@${ROOMS}/owner_'`);
    });

    test.each([
      ['locked', 'not-authorized'],
      ['moderated', 'forbidden'],
    ])('a room that is %s; others are told', async (name, condition) => {
      const sent = request({ ...inRoom(name), ...toBob, text: `not in ${name}` });
      const failure = await failureOf(sendXmpp(sent, undefined));
      expect(failure).toMatchObject({ code: 'refused', message: `${name}@${ROOMS} is not told (${condition})` });
      expect(await bob.heard(`<body>not in ${name}</body>`)).not.toContain("type='groupchat'");
    });

    test('a room that is not there', async () => {
      const failure = await failureOf(sendXmpp(request(inRoom('nowhere')), undefined));
      expect(failure.message).toContain('a room that was not there');
    });

    test('what is no room; others are told', async () => {
      const sent = { ...toBob, rooms: ['ops@localhost'], readTimeoutSeconds: 0.3, text: 'no room' };
      const failure = await failureOf(sendXmpp(request(sent), undefined));
      expect(failure).toMatchObject({ code: 'timed-out', message: 'ops@localhost did not answer in time' });
      await bob.heard('<body>no room</body>');
    });

    test('somebody who is not there; others are told', async () => {
      const sent = request({ people: ['bob@localhost', 'eve@localhost'], text: 'one of two' });
      const failure = await failureOf(sendXmpp(sent, undefined));
      expect(failure.message).toBe('eve@localhost is not told (service-unavailable)');
      await bob.heard('one of two');
    });

    test('nobody named: kept for oneself', async () => {
      await sendXmpp(
        request({ sender: { local: 'carl', domain: 'localhost', resource: 'watch' }, text: 'to me' }),
        undefined,
      );
      const carl = await Listener.start(server.ports.tls, 'carl');
      expect(await carl.heard('<body>to me</body>')).toContain('<delay');
      await carl.leave();
    });

    test.each([
      ['markup', '</body></message><message to="carl@localhost"><body>forged', '&lt;/body&gt;&lt;/message&gt;'],
      ['the end of the stream', '</stream:stream>', '&lt;/stream:stream&gt;'],
      ['entities', '&amp; &a; &#0; ]]> <!-- --> <?x?>', '&amp;amp; &amp;a; &amp;#0;'],
      ['line ends', 'a\r\nb\rc\n\nd', 'a\nb\nc\n\nd'],
      ['control characters', 'a\0b\u001B[31m\uFFFE\u0085c', 'ab[31m\u0085c'],
      ['half of a pair', 'a\uD83Db', 'a\uFFFDb'],
      ['signs of direction', 'a\u202Eb\u2066c', 'a\u202Eb\u2066c'],
    ])('a text with %s stays a text', async (_, text, told) => {
      await sendXmpp(request({ ...toBob, ...inRoom('ops'), text, subject: text }), undefined);
      await sendXmpp(request({ ...toBob, text: 'the end' }), undefined);
      const heard = (await bob.heard('<body>the end</body>')).replaceAll(/&apos;|&quot;/g, '"');
      expect(heard.split('<message').length - 1).toBe(3);
      expect(heard).toContain(`<body>${told}`);
      expect(heard).toContain(`<subject>${told}`);
      expect(heard).not.toContain('<body>forged');
    });

    test('a text that is too long for the server', async () => {
      const started = Date.now();
      const failure = await failureOf(sendXmpp(request({ ...toBob, text: '<'.repeat(1024 * 1024) }), undefined));
      expect(failure.message).toBe('localhost has ended the stream (policy-violation)');
      expect(Date.now() - started).toBeLessThan(4000);
    });

    describe('connections that are kept', () => {
      let relay: Relay;
      let port: number;
      beforeAll(async () => {
        relay = new Relay(server.ports.tls);
        port = await relay.start();
      });
      afterAll(() => relay.stop());
      const say = (text: string, rest: Partial<XmppRequest> = {}) =>
        sendXmpp(
          request({ ...toBob, mode: 'tls', port, keepsAlive: true, readTimeoutSeconds: 1, text, ...rest }),
          undefined,
        );
      const connectionsFor = async (work: () => Promise<unknown>): Promise<number> => {
        const before = relay.connections;
        await work();
        return relay.connections - before;
      };

      test('are used again, and closed in the end', async () => {
        const made = await connectionsFor(async () => {
          for (const text of ['first', 'second', 'third']) await say(text, inRoom('ops'));
          await failureOf(say('nobody', { people: ['eve@localhost'] }));
          await say('fourth');
        });
        expect(made).toBe(1);
        const heard = await bob.heard('<body>fourth</body>');
        expect(heard.match(/<presence [^>]*type='unavailable'/g)).toHaveLength(3);
        expect(relay.open).toBe(1);
        closeXmpp();
        await vi.waitFor(() => expect(relay.open).toBe(0));
      });

      test('that end do not take others with them', async () => {
        await say('one');
        closeXmpp();
        await say('two');
        await vi.waitFor(() => expect(relay.open).toBe(1));
        expect(await connectionsFor(() => say('three'))).toBe(0);
        closeXmpp();
        await vi.waitFor(() => expect(relay.open).toBe(0));
      });

      test('are of one account', async () => {
        await say('one');
        expect(await connectionsFor(() => failureOf(say('wrong', { password: 'wr0ng' })))).toBe(1);
        expect(await connectionsFor(() => say('again'))).toBe(0);
      });

      test('answer the server meanwhile', async () => {
        const sender = { local: 'carl', domain: 'localhost', resource: 'watch' };
        await say('one', { sender });
        bob.say("<iq type='get' id='there' to='carl@localhost/watch'><ping xmlns='urn:xmpp:ping'/></iq>");
        expect(await bob.heard(/<iq[^>]* id='there'[^>]*>/)).toMatch(/<iq(?=[^>]* id='there')[^>]* type='result'/);
        bob.say("<iq type='get' id='what' to='carl@localhost/watch'><query xmlns='jabber:iq:version'/></iq>");
        expect(await bob.heard(/<iq[^>]* id='what'[^>]*>/)).toMatch(/<iq(?=[^>]* id='what')[^>]* type='error'/);
      });

      test.each(['cut', 'hold'] as const)('are replaced when they break (%s)', async (how) => {
        await say('before');
        relay[how]();
        expect(await connectionsFor(() => say(`after ${how}`))).toBe(1);
        await bob.heard(`after ${how}`);
        closeXmpp();
        await vi.waitFor(() => expect(relay.open).toBe(0), 3000);
      });

      test('are one for each of those under way at once; one of them stays', async () => {
        const made = await connectionsFor(() => Promise.all(['a', 'b', 'c'].map((text) => say(text, inRoom('ops')))));
        expect(made).toBe(3);
        await vi.waitFor(() => expect(relay.open).toBe(1), 3000);
        closeXmpp();
        await vi.waitFor(() => expect(relay.open).toBe(0));
      });

      test('are not kept once all is closed', async () => {
        const sending = say('late');
        closeXmpp();
        await sending;
        await vi.waitFor(() => expect(relay.open).toBe(0));
      });
    });

    test('takes leave of the server', async () => {
      const sender = { local: 'ann', domain: 'localhost', resource: 'leaving' };
      await sendXmpp(request({ ...toBob, sender }), undefined);
      const closed = await server.process.written(/c2s stream for ann@localhost\/leaving closed: (.*)/);
      expect(closed[1]).toBe('session closed');
    });

    test('from a URL', async () => {
      const url = `xmpps://ann:${encodeURIComponent(PASSWORD)}@localhost:${server.ports.starttls}/bob/%23ops@${ROOMS}`;
      expect(await deliver(url, 'Disk', 'full')).toBe(true);
      expect(await bob.heard(/<message[^>]*type='groupchat'[^]*full/)).toContain('<body>Disk\nfull</body>');
      await bob.heard(/<message[^>]*type='chat'[^]*full/);
      expect(await deliver(url.replace('s3cr3t', 'wr0ng'), 'Disk', 'full')).toBe(false);
    });
  },
);
