import { generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../tools/conformance/wire/rule.ts';
import { scriptedPorts } from '../../../tools/conformance/wire/script.ts';
import { createEngine } from '../../engine/engine.ts';
import { createCatalog, loadService } from '../../service/load.ts';
import fcm from './index.ts';

const TOKENS = 'https://tokens.example/token';
const RULES: readonly Rule[] = [
  { match: { url_contains: TOKENS }, status: 200, body: '{"access_token":"t0ken","expires_in":3600}' },
  { status: 200, body: '{}' },
];

interface Shown {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly value: unknown };
}

const service = loadService('fcm://doors-1/phone/%23all?keyfile=key.json&priority=high&color=%23ff0000', {
  catalog: createCatalog([fcm]),
});

function keyFile(key: KeyObject, more: Readonly<Record<string, string>> = {}): Buffer {
  const content = {
    type: 'service_account',
    project_id: 'doors-1',
    private_key_id: 'k1',
    private_key: key.export({ format: 'pem', type: 'pkcs8' }),
    client_email: 'bot@doors-1.example',
    token_uri: TOKENS,
    ...more,
  };
  return Buffer.from(JSON.stringify(content));
}

/** Ports that find a key file, with the kinds of the bodies they will show. */
function ports(files: readonly Buffer[], rules: readonly Rule[] = RULES) {
  const kinds = ['form', ...Array.from({ length: 9 }, () => 'json')].map((kind) => ({ body: { kind } }));
  const script = scriptedPorts(rules, kinds, '.');
  let read = 0;
  const readFile = async () => files[Math.min(read++, files.length - 1)];
  const engine = createEngine({ ...script.ports, readFile });
  const send = () => engine.notify([{ service, tags: [] }], { title: 'Door', body: 'opened' });
  return { send, requests: script.requests as Shown[] };
}

describe.each([
  ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
] as const)('a key for %s', (alg, { privateKey, publicKey }) => {
  test('signs what a token is asked with', async () => {
    const { send, requests } = ports([keyFile(privateKey)]);
    await send();
    const form = new Map(requests[0]?.body.value as [string, string][]);
    const [header = '', claims = '', signature = ''] = form.get('assertion')?.split('.') ?? [];
    const decoded = [header, claims].map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown);
    expect(decoded).toEqual([
      { typ: 'JWT', alg, kid: 'k1' },
      {
        iat: 1715935401,
        exp: 1715939001,
        iss: 'bot@doors-1.example',
        aud: TOKENS,
        scope: 'https://www.googleapis.com/auth/firebase.messaging',
      },
    ]);
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify('sha256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
  });
});

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const addresses = (requests: readonly Shown[]) => requests.map(({ url }) => new URL(url).hostname);

test('sends to devices and topics with the token', async () => {
  const { send, requests } = ports([keyFile(privateKey)]);
  expect((await send()).result).toBe(true);
  const [, topic, device] = requests;
  const common = {
    notification: { title: 'Door', body: 'opened' },
    android: { notification: { color: '#ff0000' }, priority: 'HIGH' },
    apns: { headers: { 'apns-priority': '10', 'apns-push-type': 'alert' } },
    webpush: { headers: { Urgency: 'high' } },
  };
  expect(topic).toMatchObject({
    url: 'https://fcm.googleapis.com/v1/projects/doors-1/messages:send',
    headers: { authorization: 'Bearer t0ken' },
    body: { value: { message: { topic: 'all', ...common } } },
  });
  expect(device).toMatchObject({ body: { value: { message: { token: 'phone', ...common } } } });
});

test('keeps the token for the same key alone', async () => {
  const { send, requests } = ports([keyFile(privateKey), keyFile(privateKey), keyFile(other)]);
  for (let time = 0; time < 3; time++) await send();
  const api = 'fcm.googleapis.com';
  expect(addresses(requests)).toEqual(['tokens.example', api, api, api, api, 'tokens.example', api, api]);
});

test('asks for a new token once the old one is refused', async () => {
  const refuse = { match: { url_contains: 'fcm.googleapis.com' }, status: 401, body: '', times: 2 };
  const { send, requests } = ports([keyFile(privateKey)], [refuse, ...RULES]);
  expect((await send()).result).toBe(false);
  expect((await send()).result).toBe(true);
  expect(addresses(requests).filter((host) => host === 'tokens.example')).toHaveLength(2);
});

test.each([
  ['another project', keyFile(privateKey, { project_id: 'doors-2' })],
  ['tokens in the clear', keyFile(privateKey, { token_uri: 'http://tokens.example/token' })],
  ['another kind of key', keyFile(privateKey, { type: 'authorized_user' })],
  ['a key that is none', keyFile(privateKey, { private_key: 'none' })],
  ['no JSON', Buffer.from('{')],
  ['too much', keyFile(privateKey, { comment: 'x'.repeat(5000) })],
])('a key file with %s is not used', async (_, file) => {
  const { send, requests } = ports([file]);
  expect((await send()).result).toBe(false);
  expect(requests).toEqual([]);
});
