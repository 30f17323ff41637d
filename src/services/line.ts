import { defineService, field, http } from '../service/index.ts';
import { splitPath } from '../text/url.ts';

const splitTargets = (text: string): string[] => text.split(/[ \t\r\n,\\/]+/).filter(Boolean);

/** https://developers.line.biz/en/reference/messaging-api/#send-push-message */
export default defineService({
  id: 'line',
  name: 'Line',
  category: 'chat',
  homepage: 'https://line.me/',
  schemes: { secure: ['line'] },
  limits: { title: 0, body: 5000 },
  imageSize: '128x128',

  url: '{token}/{targets}',
  canonical: '{token}/{targets}',
  fields: {
    token: field.secret('Access Token', { required: true, undocumented: ['token'], mask: 'all' }),
    targets: field.list('Targets', {
      required: 'published',
      aliases: ['to'],
      kinds: { user: { label: 'Target User' } },
      split: splitTargets,
      sorted: true,
      mask: 'ends',
    }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
  },
  // Tokens end in an equals sign and have slashes in them.
  read(raw, { path = '', query }) {
    const entries = splitPath(path);
    const token = typeof raw['token'] === 'string' ? raw['token'] : '';
    const end = query.get('token') || token.endsWith('=') ? -1 : entries.findIndex((entry) => entry.endsWith('='));
    return { ...raw, token: [token, ...entries.slice(0, end + 1)].join('/'), targets: entries.slice(end + 1) };
  },
  count: ({ targets }) => targets.length,

  requests: ({ token, targets, include_image }, { body, type }, context) => {
    const iconUrl = include_image ? context.image(type) : undefined;
    return targets.map((to) =>
      http.post('https://api.line.me/v2/bot/message/push', {
        auth: http.bearer(token),
        json: { to, messages: [{ type: 'text', text: body, sender: { name: context.asset.appId, iconUrl } }] },
      }),
    );
  },
});
