import { createHash, createHmac } from 'node:crypto';
import { urlencode } from '../text/url.ts';
import type { Context } from './define.ts';
import { field } from './fields.ts';
import { http, type HttpRequest } from './http.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const ALGORITHM = 'AWS4-HMAC-SHA256';
const CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';

/** Who calls, and where. */
export interface AwsCaller {
  readonly access_key_id: string;
  readonly secret_access_key: string;
  readonly region_name: string;
  readonly session_token?: string | undefined;
}

/** A call of an AWS query interface, signed with version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
export function awsCall(
  { access_key_id, secret_access_key, region_name, session_token }: AwsCaller,
  service: 'sns' | 'email',
  parameters: readonly (readonly [name: string, value: string])[],
  context: Pick<Context, 'now'>,
): HttpRequest {
  const host = `${service}.${region_name}.amazonaws.com`;
  const signedService = service === 'email' ? 'ses' : service;
  const text = urlencode(parameters);
  const time = new Date(context.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const date = time.slice(0, 8);
  const scope = `${date}/${region_name}/${signedService}/aws4_request`;
  const signed = [
    ['content-type', CONTENT_TYPE],
    ['host', host],
    ['x-amz-date', time],
    ...(session_token === undefined ? [] : [['x-amz-security-token', session_token]]),
  ];
  const names = signed.map(([name]) => name).join(';');
  const canonical = ['POST', '/', '', ...signed.map((pair) => pair.join(':')), '', names, sha256(text)].join('\n');
  const key = [date, region_name, signedService, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${secret_access_key}`,
  );
  const signature = hmac(key, [ALGORITHM, time, scope, sha256(canonical)].join('\n')).toString('hex');
  return http.post(`https://${host}/`, {
    auth: `${ALGORITHM} Credential=${access_key_id}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    headers: { 'Content-Type': CONTENT_TYPE, 'X-Amz-Date': time, 'X-Amz-Security-Token': session_token },
    text,
  });
}

/** What stands in an element of an AWS answer. */
export const awsElement = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1]?.trim();

const REGION = /^[a-z]{2}-[a-z-]+?-[0-9]+$/i;
const readRegion = (text: string): string | undefined => (REGION.test(text) ? text.toLowerCase() : undefined);

/** Where a service of AWS is. */
export const regionField = field.text('Region', {
  key: 'region',
  required: true,
  aliases: ['region'],
  pattern: REGION,
  read: readRegion,
});

/**
 * What the path of an AWS service's URL holds: secret keys have slashes in them, so the secret goes up to the region, and
 * the targets follow. Where the query names the region, the secret goes up to what `isTarget`.
 */
export function readAwsPath(
  entries: readonly string[],
  isTarget = (_entry: string): boolean => false,
): { readonly secret: string | undefined; readonly region: string | undefined; readonly targets: readonly string[] } {
  const found = entries.findIndex((entry) => REGION.test(entry) || isTarget(entry));
  const end = found < 0 ? entries.length : found;
  const [next, ...others] = entries.slice(end);
  const hasRegion = next !== undefined && REGION.test(next);
  return {
    secret: entries.slice(0, end).join('/') || undefined,
    region: hasRegion ? next.toLowerCase() : undefined,
    targets: hasRegion ? others : entries.slice(end),
  };
}
