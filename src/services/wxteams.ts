import { defineService, field, http, UrlError } from '../service/index.ts';
import { splitPath, unquote } from '../text/url.ts';

const NATIVE =
  /^https?:\/\/(?:api\.ciscospark\.com|webexapis\.com)\/v[1-9][0-9]*\/webhooks\/incoming\/([A-Z0-9_-]+)\/?(\?.+)?$/i;
const WEBHOOK_TOKEN = /^[a-z0-9]{80,160}$/i;
const WEBHOOK_URL = 'https://api.ciscospark.com/v1/webhooks/incoming';
const MESSAGES_URL = 'https://webexapis.com/v1/messages';

/** https://developer.webex.com/docs/api/v1/messages/create-a-message */
export default defineService({
  id: 'wxteams',
  name: 'Cisco Webex Teams',
  category: 'chat',
  homepage: 'https://webex.teams.com/',
  schemes: { secure: ['wxteams', 'webex'] },
  format: 'markdown',
  attachments: 'streamed',

  url: ['{token}', '{access_token}/{targets}'],
  fields: {
    token: field.secret('Webhook Token', {
      required: 'published',
      aliases: ['token'],
      published: { pattern: ['^[a-z0-9]{80,160}$', 'i'] },
    }),
    access_token: field.secret('Bot Access Token', { required: 'published', unread: true }),
    targets: field.list('Room IDs', { aliases: ['to'], sorted: true, split: splitPath }),
    mode: field.choice('Mode', ['webhook', 'bot'], { match: 'prefix' }),
  },
  read: (raw, { host, path = '' }) => ({ ...raw, token: unquote(host), targets: splitPath(path) }),
  resolve: (settings) => {
    const token = settings.token ?? settings.access_token;
    if (token === undefined) throw new UrlError('missing-field', { field: 'token' });
    const isWebhook = WEBHOOK_TOKEN.test(token);
    const mode = settings.mode ?? (isWebhook && settings.targets.length === 0 ? 'webhook' : 'bot');
    if (mode === 'webhook' && !isWebhook) throw new UrlError('invalid-field', { field: 'token' });
    return { ...settings, token, mode, targets: mode === 'bot' ? settings.targets : [] };
  },
  canonical: ({ mode }) => (mode === 'webhook' ? '{token}/' : '{token}/{targets}/'),
  limits: ({ mode }) => ({ title: 0, body: mode === 'webhook' ? 1000 : 7439 }),
  identity: ['token'],
  native: (url) => {
    const [whole, token, query = ''] = NATIVE.exec(url) ?? [];
    return whole && `wxteams://${token}/${query}`;
  },

  statuses: {
    401: 'Unauthorized - Invalid Token.',
    415: 'Unsupported media specified',
    429: 'Too many consecutive requests were made.',
    503: 'Service is overloaded, try again later',
  },
  requests: ({ mode, token, targets }, { body, format, attachments }) => {
    const content = { [format === 'markdown' ? 'markdown' : 'text']: body };
    if (mode === 'webhook') return http.post(`${WEBHOOK_URL}/${token}`, { json: content, accept: [200, 204] });
    const auth = http.bearer(token);
    return targets.map((roomId) => {
      if (attachments.length === 0) return http.post(MESSAGES_URL, { auth, json: { roomId, ...content } });
      // A message takes one file.
      return http.sequence(
        ...attachments.map((file, index) =>
          http.post(MESSAGES_URL, {
            auth,
            multipart: [...http.parts({ roomId, ...(index === 0 && content) }), { name: 'files', value: file }],
          }),
        ),
      );
    });
  },
});
