import { createHmac } from 'node:crypto';
import { quote } from '../../text/url.ts';

/** The keys of an application and of the account it acts for. */
export interface Keys {
  readonly ckey: string;
  readonly csecret: string;
  readonly akey: string;
  readonly asecret: string;
}

type Pair = readonly [name: string, value: string];

const encode = (text: string): string => quote(text, '');
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Parameters as they are signed: encoded first, then sorted by name and value (RFC 5849, 3.4.1.3.2). */
const normalize = (pairs: readonly Pair[]): string =>
  pairs
    .map(([name, value]): Pair => [encode(name), encode(value)])
    .toSorted(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map((pair) => pair.join('='))
    .join('&');

/** A request of which method, address and query are signed; bodies other than forms are not. */
export interface Signed {
  readonly method: string;
  readonly url: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** The `Authorization` of a request by OAuth 1.0a with HMAC-SHA1: RFC 5849; `now` is in milliseconds since 1970. */
export function authorizationOf({ method, url, query = {} }: Signed, keys: Keys, nonce: string, now: number): string {
  const parameters: readonly Pair[] = [
    ['oauth_nonce', nonce],
    ['oauth_timestamp', String(Math.floor(now / 1000))],
    ['oauth_version', '1.0'],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_consumer_key', keys.ckey],
    ['oauth_token', keys.akey],
  ];
  const base = [method, url, normalize([...parameters, ...Object.entries(query)])].map(encode).join('&');
  const secret = [keys.csecret, keys.asecret].map(encode).join('&');
  const signature = createHmac('sha1', secret).update(base).digest('base64');
  const shown = [...parameters, ['oauth_signature', signature] as const];
  return `OAuth ${shown.map(([name, value]) => `${name}="${encode(value)}"`).join(', ')}`;
}
