import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import type { DeliverContext } from '../../service/define.ts';
import { loadText, readLocation } from '../../service/named-files.ts';
import { freshKeys } from './web-push.ts';

const MAX_KEY_FILE_CHARACTERS = 8000;
const LIFETIME_SECONDS = 43200;
const PRIVATE_KEY_FILE = 'private_key.pem';
const PUBLIC_KEY_FILE = 'public_key.pem';

/** The key in a file, or undefined if it holds none on the right curve. */
export function parseKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** A new key, kept from now on with its public half, which browsers must be given. */
async function makeKey({ session, random }: Pick<DeliverContext, 'session' | 'random'>): Promise<KeyObject> {
  const keys = freshKeys(random);
  const point = keys.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', d: keys.getPrivateKey().toString('base64url'), x: x!, y: y! };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  await session.writeFile(PRIVATE_KEY_FILE, Buffer.from(key.export({ type: 'pkcs8', format: 'pem' })));
  await session.writeFile(PUBLIC_KEY_FILE, Buffer.from(publicPem));
  return key;
}

/** The key that the settings name, or else the service's own, which is made when there is none yet. */
export async function loadKey(location: string | undefined, context: DeliverContext): Promise<KeyObject | undefined> {
  if (location !== undefined) {
    const text = await loadText(readLocation(location), MAX_KEY_FILE_CHARACTERS, context);
    return text === undefined ? undefined : parseKey(text);
  }
  const { session } = context;
  return session.lock(async () => {
    const kept = await session.readFile(PRIVATE_KEY_FILE);
    if (kept) return parseKey(Buffer.from(kept).toString());
    const random = (bytes: number) => context.random(bytes);
    return context.asset.generateKeys ? makeKey({ session, random }) : undefined;
  });
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A public key as a point of the curve. */
function pointOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

/** What proves to the service at an address who sends: RFC 8292; `now` is in milliseconds since 1970. */
export function authorization(key: KeyObject, address: string, subscriber: string, now: number): string {
  const claims = {
    aud: new URL(address).origin,
    exp: Math.floor(now / 1000) + LIFETIME_SECONDS,
    sub: `mailto:${subscriber}`,
  };
  const signed = `${encode({ alg: 'ES256', typ: 'JWT' })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${pointOf(key).toString('base64url')}`;
}
