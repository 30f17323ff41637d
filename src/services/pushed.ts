import { defineService, field, http, UrlError } from '../service/index.ts';
import { splitPath } from '../text/url.ts';

const readChannel = (text: string): string | undefined => /^#?([A-Za-z0-9]+)$/.exec(text)?.[1];
const readUser = (text: string): string | undefined => /^@([A-Za-z0-9]+)$/.exec(text)?.[1];

/** https://pushed.co/documentation/push */
export default defineService({
  id: 'pushed',
  name: 'Pushed',
  category: 'push',
  homepage: 'https://pushed.co/',
  schemes: { secure: ['pushed'] },
  limits: { title: 0, body: 160 },

  url: ['{app_key}/{app_secret}', '{app_key}/{app_secret}@{targets}'],
  canonical: '{app_key}/{app_secret}/{targets}/',
  fields: {
    app_key: field.secret('Application Key', { required: true }),
    app_secret: field.secret('Application Secret', { required: true, mask: 'all' }),
    targets: field.recipients(
      {
        channel: { label: 'Target Channel', prefix: '#', read: readChannel },
        user: { label: 'Target User', prefix: '@', read: readUser },
      },
      { sorted: true },
    ),
  },
  identity: ['app_key', 'app_secret'],
  read(raw, { path = '' }) {
    const [app_secret, ...targets] = splitPath(path);
    return { ...raw, app_key: raw['host'], app_secret, targets };
  },
  resolve: (settings) => {
    const { channel, user, invalid } = settings.targets;
    if (invalid.length > 0 && channel.length + user.length === 0)
      throw new UrlError('invalid-field', { field: 'targets' });
    return settings;
  },
  count: ({ targets }) => Math.max(1, targets.channel.length + targets.user.length),

  requests: ({ app_key, app_secret, targets }, { body }) => {
    const post = (target: Readonly<Record<string, string>>) =>
      http.post('https://api.pushed.co/1/push', { json: { app_key, app_secret, content: body, ...target } });
    if (targets.channel.length + targets.user.length === 0) return post({ target_type: 'app' });
    return [
      ...targets.channel.map((target_alias) => post({ target_type: 'channel', target_alias })),
      ...targets.user.map((pushed_id) => post({ target_type: 'pushed_id', pushed_id })),
    ];
  },
});
