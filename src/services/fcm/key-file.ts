import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const LIFETIME_SECONDS = 3600;

/** The key of a service account: https://cloud.google.com/iam/docs/keys-create-delete */
export interface KeyFile {
  readonly email: string;
  readonly keyId: string;
  readonly key: KeyObject;
  /** Tells keys apart without giving them away. */
  readonly fingerprint: string;
  readonly project: string;
  /** Where access tokens are to be had. */
  readonly tokenAddress: string;
}

type Content = Partial<
  Record<'type' | 'client_email' | 'private_key_id' | 'private_key' | 'project_id' | 'token_uri', string>
>;

/** The key in a file, or undefined if it holds none. */
export function parseKeyFile(text: string): KeyFile | undefined {
  try {
    const content = JSON.parse(text) as Content;
    const { client_email: email, private_key_id: keyId, private_key: pem, project_id: project } = content;
    if (content.type !== 'service_account' || !email || !keyId || !pem || !project) return undefined;
    const tokenAddress = content.token_uri ?? 'https://oauth2.googleapis.com/token';
    const fingerprint = createHash('sha256').update(pem).digest('base64url');
    return { email, keyId, key: createPrivateKey(pem), fingerprint, project, tokenAddress };
  } catch {
    return undefined;
  }
}

/** Members as JSON, spaced as Google's own client for Python spaces them. */
const spaced = (members: Readonly<Record<string, string | number>>): string =>
  `{${Object.entries(members)
    .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
    .join(', ')}}`;

/** The signed statement that an access token is asked with: RFC 7523; `now` is in milliseconds since 1970. */
export function assertionOf({ email, keyId, key, tokenAddress }: KeyFile, now: number): string {
  const issued = Math.floor(now / 1000);
  const header = { typ: 'JWT', alg: key.asymmetricKeyType === 'rsa' ? 'RS256' : 'ES256', kid: keyId };
  const claims = { iat: issued, exp: issued + LIFETIME_SECONDS, iss: email, aud: tokenAddress, scope: SCOPE };
  const signed = [header, claims].map((part) => Buffer.from(spaced(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
