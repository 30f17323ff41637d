import { createECDH, generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { scriptedPorts } from '../../../tools/conformance/wire/script.ts';
import { createEngine } from '../../engine/engine.ts';
import { createCatalog, loadService } from '../../service/load.ts';
import { identify } from '../../service/write.ts';
import vapid from './index.ts';

const browser = createECDH('prime256v1');
const keys = { p256dh: browser.generateKeys('base64url'), auth: 'c2VjcmV0LXNlY3JldC0x' };
const subscription = { endpoint: 'https://push.example/send/ann', keys };
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;

interface Shown {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function send(
  target: string,
  files: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>> = {},
) {
  const query = ['ttl=0', ...Object.keys(files).map((name) => `${name}=${name}`)];
  const service = loadService(`vapid://ops@mail.example/${target}?${query.join('&')}`, {
    catalog: createCatalog([vapid]),
  });
  const script = scriptedPorts([{ status: 201, body: '' }], [], '.');
  const { sessions } = script.ports;
  const engine = createEngine({
    ...script.ports,
    readFile: async (location) => (files[location] === undefined ? undefined : Buffer.from(files[location])),
    sessions(identity) {
      const session = sessions(identity);
      for (const [name, content] of Object.entries(own)) void session.writeFile(name, Buffer.from(content));
      return session;
    },
  });
  const { result } = await engine.notify([{ service, tags: [] }], { body: 'opened' });
  const kept = await sessions(identify(service)).readFile('public_key.pem');
  return { result, kept, requests: script.requests as Shown[] };
}

test('the sender signs for the service of the browser', async () => {
  const { result, requests } = await send('Ann', { keyfile: key, subfile: JSON.stringify({ ann: subscription }) });
  expect(result).toBe(true);
  expect(requests).toMatchObject([
    { url: subscription.endpoint, headers: { ttl: '0', 'content-encoding': 'aes128gcm' } },
  ]);
  const [, header = '', claims = '', signature = '', point = ''] =
    /^vapid t=([^.]+)\.([^.]+)\.([^,]+), k=(.+)$/.exec(requests[0]?.headers['authorization'] ?? '') ?? [];
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    aud: 'https://push.example',
    sub: 'mailto:ops@mail.example',
  });
  const { x = '' } = publicKey.export({ format: 'jwk' });
  expect(Buffer.from(point, 'base64url').subarray(1, 33).toString('base64url')).toBe(x);
  const signed = Buffer.from(`${header}.${claims}`);
  const signer = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  expect(verify('sha256', signed, signer, Buffer.from(signature, 'base64url'))).toBe(true);
});

test('a key is made where there is none, and its public half is kept for browsers', async () => {
  const own = { 'subscriptions.json': JSON.stringify({ ann: subscription }) };
  const { result, kept } = await send('ann', {}, own);
  expect(result).toBe(true);
  expect(Buffer.from(kept ?? []).toString()).toContain('PUBLIC KEY');
});

test('a single subscription is named by the end of its address', async () => {
  expect(await send('ann', { keyfile: key, subfile: JSON.stringify(subscription) })).toMatchObject({ result: true });
});

const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'pem', type: 'pkcs8' });

test.each([
  ['no key', 'no key', JSON.stringify({ ann: subscription })],
  ['a key on another curve', p384 as string, JSON.stringify({ ann: subscription })],
  ['no JSON', key, '{'],
  ['nothing for the target', key, JSON.stringify({ bob: subscription })],
  ['an address in the clear', key, JSON.stringify({ ann: { ...subscription, endpoint: 'http://push.example/ann' } })],
  ['a key that is no point', key, JSON.stringify({ ann: { ...subscription, keys: { ...keys, p256dh: 'BAAA' } } })],
  ['no secret', key, JSON.stringify({ ann: { ...subscription, keys: { ...keys, auth: '' } } })],
])('%s: nothing is sent', async (_, keyfile, subfile) => {
  expect(await send('ann', { keyfile, subfile })).toMatchObject({ result: false, requests: [] });
});
