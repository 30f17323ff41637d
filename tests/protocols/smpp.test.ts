import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SmppRequest } from '../../src/service/protocols.ts';
import { encodeText } from '../../src/transport/smpp/text.ts';
import { sendSmpp } from '../../src/transport/smpp/send.ts';
import { certificate } from '../fixtures/servers.ts';
import { needs } from '../servers/needs.ts';
import { LOGIN, MessageCentre } from '../servers/smsc.ts';
import { deliver } from '../support/deliver.ts';
import { HOSTILE_BODIES, HOSTILE_CASES } from '../support/hostile-bodies.ts';
import { failureOf } from '../support/failures.ts';
import { Relay } from '../support/relay.ts';

const hex = (...bytes: readonly number[]): string => Buffer.from(bytes).toString('hex');

test.each([
  ['letters of the alphabet', 'Größe: 5 @ £3', 0, [13]],
  ['letters of the extension count twice', '[€]', 0, [6]],
  ['other scripts', '日本', 8, [4]],
  ['as much as goes into one', 'x'.repeat(160), 0, [160]],
  ['more than that', 'x'.repeat(161), 0, [153, 8]],
  ['no pair is cut', `${'x'.repeat(152)}€${'x'.repeat(10)}`, 0, [152, 12]],
  ['no character is cut', '😀'.repeat(36), 8, [132, 12]],
])('texts: %s', (_, text, coding, sizes) => {
  const encoded = encodeText(text);
  expect(encoded.coding).toBe(coding);
  expect(encoded.parts.map(({ length }) => length)).toEqual(sizes);
});

describe('messages to a centre (of the package libnet-smpp-perl)', needs(MessageCentre), () => {
  let centre: MessageCentre;
  beforeAll(async () => {
    centre = await MessageCentre.start();
  });
  afterAll(() => centre.process.stop());

  const request = (text: string, rest: Partial<SmppRequest> = {}): SmppRequest => ({
    protocol: 'smpp',
    host: 'localhost',
    port: centre.port,
    secure: false,
    verify: true,
    connectTimeoutSeconds: 5,
    readTimeoutSeconds: 5,
    login: LOGIN,
    source: '4315550100',
    recipients: ['4315550199'],
    text,
    ...rest,
  });

  test('in the alphabet of phones, and in others', async () => {
    await sendSmpp(request('Disk @ 90%'), undefined);
    const disk = `${Buffer.from('Disk ').toString('hex')}00${Buffer.from(' 90%').toString('hex')}`;
    expect(await centre.process.written(new RegExp(`taken 4315550100>4315550199 0 0 ${disk}\n`))).toBeTruthy();
    await sendSmpp(request('日本'), undefined);
    expect(await centre.process.written(/taken \S+ 0 8 65e5672c\n/)).toBeTruthy();
  });

  test('in parts that belong together', async () => {
    await sendSmpp(request('x'.repeat(200)), undefined);
    const [, first] = await centre.process.written(/taken \S+ 64 0 050003(..)0201(78){153}\n/);
    expect(
      await centre.process.written(new RegExp(`taken \\S+ 64 0 ${hex(5, 0, 3)}${first}0202(78){47}\n`)),
    ).toBeTruthy();
  });

  test.each(HOSTILE_CASES.filter(({ body }) => body.length < 1000))('a text with $name', async ({ body, arrives }) => {
    centre.process.forget();
    await sendSmpp(request(body), undefined);
    await centre.process.written(/0065006e0064\n|656e64\n/);
    const sent = Array.from(centre.process.output.matchAll(/^\w+ \S+ (?:0|64) (\d) (?:050003....)?(\w+)\n/gm));
    const texts = sent.map(([, coding, content = '']) => {
      const bytes = Buffer.from(content, 'hex');
      return coding === '8' ? bytes.swap16().toString('utf16le') : bytes.toString('latin1');
    });
    expect(texts.join('')).toBe(arrives);
    expect(centre.process.output.split('\n')).toHaveLength(sent.length + 1);
  });

  test('a text that is too long', async () => {
    const failure = await failureOf(sendSmpp(request(HOSTILE_BODIES['a million letters']!), undefined));
    expect(failure.code).toBe('invalid-message');
  });

  test('one that is refused keeps none of the others', async () => {
    const failure = await failureOf(sendSmpp(request('y', { recipients: ['9900000000', '4315550177'] }), undefined));
    expect(failure).toMatchObject({ code: 'refused', status: 11 });
    expect(await centre.process.written(/taken 4315550100>4315550177 /)).toBeTruthy();
  });

  test('a wrong password', async () => {
    const failure = await failureOf(sendSmpp(request('y', { login: { user: 'ann', password: 'wr0ng' } }), undefined));
    expect(failure.code).toBe('unauthorized');
    expect(failure.message).not.toContain('wr0ng');
  });

  test('encrypted, with a certificate that is accepted', async () => {
    const way = new Relay(centre.port, certificate);
    const secure = { port: await way.start(), secure: true };
    const authorities = getCACertificates('default');
    try {
      expect(await failureOf(sendSmpp(request('y', secure), undefined))).toMatchObject({ code: 'unreachable' });
      setDefaultCACertificates([...authorities, certificate.cert]);
      await sendSmpp(request('secret', secure), undefined);
      await centre.process.written(new RegExp(`taken \\S+ 0 0 ${Buffer.from('secret').toString('hex')}\n`));
      expect(await deliver(`smpps://ann:s3cret@localhost:${secure.port}/4315550100/4315550123`, '', 'from a URL')).toBe(
        true,
      );
      const elsewhere = request('y', { ...secure, host: '127.0.0.1' });
      expect(await failureOf(sendSmpp(elsewhere, undefined))).toMatchObject({ code: 'unreachable' });
      await sendSmpp({ ...elsewhere, verify: false }, undefined);
    } finally {
      setDefaultCACertificates(authorities);
      await way.stop();
    }
  });

  test('from a URL', async () => {
    expect(await deliver(`smpp://ann:s3cret@localhost:${centre.port}/4315550100/4315550123`, '', 'full')).toBe(true);
    expect(await centre.process.written(/taken 4315550100>4315550123 0 0 66756c6c\n/)).toBeTruthy();
  });
});
