import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, TLSSocket, type SecureVersion } from 'node:tls';
import { X509Certificate, createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { certificate } from '../../../tests/fixtures/servers.ts';
import { failureOf } from '../../../tests/support/failures.ts';
import { TalkingServer } from '../../../tests/support/talking-server.ts';
import type { DeliveryErrorCode } from '../../service/errors.ts';
import type { XmppRequest } from '../../service/protocols.ts';
import { sendXmpp } from './send.ts';

const PASSWORD = 's3cr3t-s3cr3t';
const SALTED = Buffer.from('salt').toString('base64');
const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";

const request = (port: number, rest: Partial<XmppRequest> = {}): XmppRequest => ({
  protocol: 'xmpp',
  host: '127.0.0.1',
  port,
  secure: rest.mode === 'tls',
  verify: false,
  connectTimeoutSeconds: 0.5,
  readTimeoutSeconds: 0.3,
  mode: 'none',
  sender: { local: 'ann', domain: 'example.test', resource: undefined },
  password: PASSWORD,
  bindsChannel: true,
  keepsAlive: false,
  asksRoster: false,
  nick: 'ann',
  people: ['bob@example.test'],
  rooms: [],
  subject: undefined,
  text: 'x',
  ...rest,
});

const HEAD = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
const features = (...names: readonly string[]): string => {
  const mechanisms = names.map((name) => `<mechanism>${name}</mechanism>`).join('');
  return `<stream:features><mechanisms ${SASL}>${mechanisms}</mechanisms></stream:features>`;
};
const PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
const STARTTLS =
  "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>";

const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** What was said in an element, as SASL has it. */
const said = (heard: string): string =>
  Buffer.from(/>([^<]*)<\/(?:auth|response)>/.exec(heard)?.[1] ?? '', 'base64').toString();
/** Answers a greeting of SCRAM. */
const challenge = (heard: string, values = `s=${SALTED},i=4096`): string =>
  `<challenge ${SASL}>${base64(`r=${/r=(.*)$/.exec(said(heard))?.[1]}more,${values}`)}</challenge>`;

type Answer = (heard: string, socket: Socket) => string | undefined;

/** Says hello to a stream, and more to what follows. */
const after =
  (offer: string, answer: Answer): Answer =>
  (heard, socket) =>
    heard.includes('<stream:stream') ? HEAD + offer : answer(heard, socket);

const hangUp: Answer = (_, socket) => {
  socket.destroy();
  return undefined;
};
/** Agrees to encrypt and says nothing in what follows. */
const begin =
  (text: string): Answer =>
  (heard) =>
    heard.startsWith('<starttls') ? text : undefined;
const sayAndEnd =
  (text: string): Answer =>
  (_, socket) => {
    socket.end(text);
    return undefined;
  };
const silence: Answer = () => undefined;
/** Says the same again and again. */
const repeat =
  (first: string, text: string): Answer =>
  (_, socket) => {
    const timer = setInterval(() => socket.write(text), 1);
    socket.on('close', () => clearInterval(timer));
    return first;
  };

describe('servers that do not do as they should', () => {
  let server: TalkingServer;
  afterEach(() => server.stop());

  /** What becomes of a message to a server, which is not shown the password; gives whether somebody tried to log in. */
  async function isTold(answer: Answer, code: DeliveryErrorCode, mode: XmppRequest['mode'] = 'none'): Promise<boolean> {
    server = new TalkingServer(answer);
    const port = await server.start();
    const started = Date.now();
    const failure = await failureOf(sendXmpp(request(port, { mode }), undefined));
    expect(failure).toMatchObject({ code });
    expect(failure.message).not.toContain(PASSWORD);
    expect(Date.now() - started).toBeLessThan(2500);
    for (const secret of [PASSWORD, base64(`\0ann\0${PASSWORD}`)]) expect(server.heard).not.toContain(secret);
    await vi.waitFor(() => expect(server.open).toBe(0), 3000);
    return server.heard.includes('<auth');
  }

  const scram = features('SCRAM-SHA-1', 'SCRAM-SHA-256');
  test.each<readonly [string, Answer, DeliveryErrorCode]>([
    ['says nothing', silence, 'timed-out'],
    ['hangs up', hangUp, 'unreachable'],
    ['hangs up after hello', sayAndEnd(HEAD), 'unreachable'],
    ['is another kind', () => 'HTTP/1.1 400 Bad Request\r\n\r\n', 'service-failed'],
    ['is another kind with tags', () => '<html><body>hello</body></html>', 'service-failed'],
    ['has an ending without a beginning', () => `${HEAD}</a>`, 'service-failed'],
    ['ends the stream', () => `${HEAD}</stream:stream>`, 'refused'],
    ['knows no such domain', () => `${HEAD}<stream:error><host-unknown/></stream:error>`, 'refused'],
    ['goes down', () => `${HEAD}<stream:error><system-shutdown/></stream:error>`, 'service-failed'],
    ['repeats blanks', repeat(HEAD, ' '.repeat(1000)), 'timed-out'],
    ['repeats a text', repeat(`${HEAD}<a>`, 'x'.repeat(60_000)), 'service-failed'],
    ['repeats tags', repeat(HEAD, '<a>'.repeat(1000)), 'service-failed'],
    ['wants encryption', () => HEAD + STARTTLS, 'refused'],
    ['wants the password as it is', () => HEAD + features('PLAIN'), 'refused'],
    ['knows other logins', () => HEAD + features('EXTERNAL', 'GSSAPI'), 'refused'],
    ['wants no login', () => `${HEAD}<stream:features/>`, 'refused'],
  ])('no login where it %s', async (_, answer, code) => expect(await isTold(answer, code)).toBe(false));

  test.each<readonly [string, Answer, DeliveryErrorCode]>([
    ['is not offered', () => HEAD + scram, 'refused'],
    ['is taken back', after(STARTTLS, () => "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"), 'refused'],
    ['does not come', after(STARTTLS, () => PROCEED), 'unreachable'],
    ['never begins', after(STARTTLS, begin(PROCEED)), 'timed-out'],
    ['has more before it', after(STARTTLS, begin(PROCEED + HEAD + scram)), 'timed-out'],
    ['hangs up', after(STARTTLS, sayAndEnd(PROCEED)), 'unreachable'],
  ])('no login where encryption %s', async (_, answer, code) => {
    expect(await isTold(answer, code, 'starttls')).toBe(false);
  });

  test('what comes before encryption does not count as said in it', async () => {
    let encrypted = '';
    const encrypt: Answer = (_, socket) => {
      socket.write(`${PROCEED}<stream:stream/>${features('PLAIN')}`);
      socket.removeAllListeners('data');
      const secure = new TLSSocket(socket, { isServer: true, ...certificate });
      secure.on('data', (chunk) => (encrypted += chunk.toString())).on('error', () => secure.destroy());
      return undefined;
    };
    expect(await isTold(after(STARTTLS, encrypt), 'timed-out', 'starttls')).toBe(false);
    expect(encrypted).toMatch(/^<\?xml[^]*<stream:stream [^<]*>(<\/stream:stream>)?$/);
  });

  test('no login where it never begins to encrypt', async () => {
    expect(await isTold(silence, 'timed-out', 'tls')).toBe(false);
  });

  const proving = (answer: string): Answer =>
    after(scram, (heard) => (heard.includes('<auth') ? challenge(heard) : answer));
  test.each<readonly [string, Answer, DeliveryErrorCode]>([
    ['asks for nothing', after(scram, silence), 'timed-out'],
    ['takes every login', after(scram, () => `<success ${SASL}/>`), 'unauthorized'],
    ['takes every proof', proving(`<success ${SASL}/>`), 'unauthorized'],
    ['proves nothing', proving(`<success ${SASL}>${base64(`v=${'A'.repeat(43)}=`)}</success>`), 'unauthorized'],
    ['is silent about the proof', proving(''), 'timed-out'],
    ['asks for too little', after(scram, (heard) => challenge(heard, `s=${SALTED},i=1`)), 'unauthorized'],
    ['asks for too much', after(scram, (heard) => challenge(heard, `s=${SALTED},i=2000000000`)), 'unauthorized'],
    ['does not log in', after(scram, () => `<failure ${SASL}><not-authorized/></failure>`), 'unauthorized'],
    ['cannot log in', after(scram, () => `<failure ${SASL}><temporary-auth-failure/></failure>`), 'service-failed'],
  ])('a login where it %s', async (_, answer, code) => expect(await isTold(answer, code)).toBe(true));

  test('a deadline ends it', async () => {
    server = new TalkingServer(silence);
    const sent = request(await server.start(), { readTimeoutSeconds: 60 });
    const deadline = Date.now() + 200;
    expect(await failureOf(sendXmpp(sent, deadline))).toMatchObject({ code: 'timed-out' });
    expect(Date.now() - deadline).toBeLessThan(500);
    const heard = server.heard;
    expect(await failureOf(sendXmpp(sent, deadline))).toMatchObject({ code: 'timed-out' });
    await sleep(50);
    expect(server.heard).toBe(heard);
  });
});

const exporter = (socket: TLSSocket): Buffer =>
  socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
const endPoint = (): Buffer => createHash('sha256').update(new X509Certificate(certificate.cert).raw).digest();
const nothing = (): Buffer => Buffer.alloc(0);
const kinds = (...types: readonly string[]): string => {
  const listed = types.map((type) => `<channel-binding type='${type}'/>`).join('');
  return `<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'>${listed}</sasl-channel-binding></stream:features>`;
};

describe('what binds a login to its connection', () => {
  const both = features('PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS');
  const listing = (...types: readonly string[]): string => both.replace('</stream:features>', kinds(...types));

  test.each([
    ['the keys', both, 'TLSv1.3', true, 'SCRAM-SHA-256-PLUS', 'p=tls-exporter', exporter],
    [
      'the certificate',
      listing('tls-server-end-point'),
      'TLSv1.3',
      true,
      'SCRAM-SHA-256-PLUS',
      'p=tls-server-end-point',
      endPoint,
    ],
    [
      'the certificate where keys may be shared',
      listing('tls-exporter', 'tls-server-end-point'),
      'TLSv1.2',
      true,
      'SCRAM-SHA-256-PLUS',
      'p=tls-server-end-point',
      endPoint,
    ],
    ['nothing in common', listing('tls-unique'), 'TLSv1.3', true, 'SCRAM-SHA-1', 'n', nothing],
    ['nothing that is wanted', both, 'TLSv1.3', false, 'SCRAM-SHA-1', 'n', nothing],
    ['nothing that is offered', features('SCRAM-SHA-1'), 'TLSv1.3', true, 'SCRAM-SHA-1', 'y', nothing],
  ] as const)('%s', async (_, offer, version: SecureVersion, bindsChannel, mechanism, binding, data) => {
    let greeting = '';
    let heard = '';
    let expected = '';
    const server = createServer({ ...certificate, minVersion: version, maxVersion: version }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (chunk) => {
        const text = chunk.toString();
        if (text.includes('<stream:stream')) socket.write(HEAD + offer);
        else if (text.includes('<auth')) socket.write(challenge((greeting = text)));
        else if (text.includes('<response')) {
          expected = Buffer.concat([Buffer.from(`${binding},,`), data(socket)]).toString('base64');
          heard = said(text);
          socket.write(`<failure ${SASL}><not-authorized/><text>Invalid channel binding</text></failure>`);
        }
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const failure = await failureOf(sendXmpp(request(port, { mode: 'tls', bindsChannel }), undefined));
      expect(failure.message.includes('scramplus=no')).toBe(binding.startsWith('p'));
      expect(greeting).toContain(`mechanism='${mechanism}'`);
      expect(said(greeting)).toMatch(new RegExp(`^${binding},,n=ann,r=`));
      expect(heard).toMatch(/^c=/);
      expect(heard.slice(2, heard.indexOf(','))).toBe(expected);
    } finally {
      await once(server.close(), 'close');
    }
  });
});
