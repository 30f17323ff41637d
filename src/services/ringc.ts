import { defineService, field, http, UrlError } from '../service/index.ts';
import { phoneRecipient, readPhone } from '../service/recipients.ts';
import { parsePhones } from '../text/phones.ts';
import { splitPath } from '../text/url.ts';

const HOSTS = {
  prod: 'https://platform.ringcentral.com',
  sandbox: 'https://platform.devtest.ringcentral.com',
} as const;
const HEADERS = { Accept: 'application/json' };
const KEY = /^[a-z0-9_-]+$/i;
const JWT = /^[a-z0-9._-]+$/i;

/** A token that is longer than this is a JWT, not a password. */
const MAX_PASSWORD_LENGTH = 60;
const TOKEN_SECONDS = '3600';
const REFRESH_SECONDS = '604800';

const splitPhones = (text: string): string[] => parsePhones(text);

/** https://developers.ringcentral.com/guide/messaging/sms/sending-sms */
export default defineService({
  id: 'ringc',
  name: 'RingCentral',
  category: 'sms',
  homepage: 'https://ringcentral.com/',
  setup: 'https://appriseit.com/services/ringcentral/',
  schemes: { secure: ['ringc'] },
  attachments: 'streamed',
  limits: { title: 0, body: 160 },

  url: [
    '{from_phone}:{token}@{client_id}/{secret}/',
    '{from_phone}:{token}@{client_id}/{secret}/{targets}',
    '{token}@{client_id}/{secret}/{from_phone}',
    '{token}@{client_id}/{secret}/{from_phone}/{targets}',
  ],
  canonical: '{from_phone}:{token}@{client_id}/{secret}/{targets}/',
  fields: {
    token: field.secret('Token / Password', { required: true, aliases: ['token'], mask: 'all' }),
    client_id: field.secret('Client ID', { required: true, pattern: KEY }),
    client_secret: field.secret('Client Secret', {
      key: 'secret',
      required: true,
      pattern: KEY,
      aliases: ['secret'],
      mask: 'all',
    }),
    source: field.text('From Phone No', {
      key: 'from_phone',
      required: true,
      aliases: ['from', 'source'],
      read: readPhone,
    }),
    targets: field.recipients(
      { phone: { ...phoneRecipient, published: { pattern: undefined } } },
      { split: splitPhones },
    ),
    environment: field.choice('Environment', ['prod', 'sandbox'], { key: 'env', default: 'prod', match: 'prefix' }),
    mode: field.choice('Authentication Mode', ['basic', 'jwt'], { match: 'prefix' }),
  },
  // Without a password, the token stands before the host and the number behind the secret.
  read: (raw, { path = '' }) => {
    const { user, password, host: client_id } = raw;
    const [client_secret, ...phones] = splitPath(path);
    const [source, token] = password ? [user, password] : [phones.shift(), user];
    return { ...raw, client_id, client_secret, source, token, targets: phones };
  },
  resolve: (settings) => {
    const mode = settings.mode ?? (settings.token.length > MAX_PASSWORD_LENGTH ? 'jwt' : 'basic');
    if (mode === 'jwt' && !JWT.test(settings.token)) throw new UrlError('invalid-field', { field: 'token' });
    return { ...settings, mode };
  },
  identity: ['client_id', 'client_secret', 'token', 'source'],
  count: ({ targets }) => Math.max(1, targets.phone.length),

  session: {
    key: 'access_token',
    open: ({ token, client_id, client_secret, source, environment, mode }) =>
      http.post(`${HOSTS[environment]}/restapi/oauth/token`, {
        auth: http.basic(client_id, client_secret),
        headers: HEADERS,
        form:
          mode === 'jwt'
            ? { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: token }
            : {
                grant_type: 'password',
                username: `+${source}`,
                password: token,
                access_token_ttl: TOKEN_SECONDS,
                refresh_token_ttl: REFRESH_SECONDS,
              },
      }),
    read: (reply) => {
      const { access_token, expires_in } = reply.json<{ access_token: string; expires_in: number }>() ?? {};
      return access_token ? { value: access_token, expiresInSeconds: Number(expires_in) || 0 } : undefined;
    },
    expired: ({ status }) => status === 401,
  },
  requests: ({ source, targets, environment }, { body, attachments }, { credential }) => {
    const kind = attachments.length > 0 ? 'mms' : 'sms';
    return (targets.phone.length > 0 ? targets.phone : [source]).map((target) => {
      const message = { from: { phoneNumber: `+${source}` }, to: [{ phoneNumber: `+${target}` }], text: body };
      return http.post(`${HOSTS[environment]}/restapi/v1.0/account/~/extension/~/${kind}`, {
        auth: http.bearer(credential),
        headers: HEADERS,
        ...(kind === 'sms'
          ? { json: message }
          : {
              multipart: [
                { name: 'json', value: JSON.stringify(message), type: 'application/json' },
                ...attachments.map((value) => ({ name: 'attachment', value })),
              ],
            }),
      });
    });
  },
});
