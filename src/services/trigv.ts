import { defineService, field, http } from '../service/index.ts';
import { cut } from '../text/code-points.ts';
import { splitPath } from '../text/url.ts';

const LEVELS = { info: 'info', success: 'success', warning: 'warning', failure: 'error' } as const;
/** https://trigv.com/docs */
const CLOUD = 'https://api.trigv.com';
const MAX_LENGTH = 1000;
const DEFAULT_CHANNEL = 'general';

export default defineService({
  id: 'trigv',
  name: 'Trigv',
  category: 'push',
  homepage: 'https://trigv.com/',
  setup: 'https://trigv.com/docs/learn/api-keys',
  schemes: { plain: ['trigv'], secure: ['trigvs'] },
  limits: { title: 255, body: MAX_LENGTH },

  url: [
    '{api_key}',
    '{api_key}/{targets}',
    '{api_key}@{host}/{targets}',
    '{api_key}@{host}:{port}/{targets}',
    '{api_key}@{host}',
  ],
  canonical: '{api_key}[@{host}[:{port}]][/{targets}]/',
  fields: {
    api_key: field.secret('API Key', { required: true, pattern: /^trgv_[a-zA-Z0-9]{8}_[a-zA-Z0-9]{32}$/i }),
    targets: field.list('Targets', { kinds: { channel: { label: 'Target Channel' } }, aliases: ['to'] }),
    host: field.text('API Hostname'),
    port: field.port({ bare: true }),
    supplemental_url: field.text('URL', { key: 'url' }),
    image_url: field.text('Image URL'),
    urgency: field.choice('Urgency', ['standard', 'time_sensitive'], { default: 'standard', written: 'changed' }),
    event_type: field.text('Event type'),
    priority: field.integer('Priority (Pushover compatibility)', { lenient: true }),
  },
  identity: ({ secure, api_key, host, port }) => [secure ? 'trigvs' : 'trigv', api_key, host ?? '', port],
  // A key alone stands where a host would, for the vendor's own server.
  read(raw, { user, path = '' }) {
    const targets = splitPath(path);
    if (user) return { ...raw, api_key: raw['user'], targets };
    return { ...raw, api_key: raw['host'], host: undefined, targets };
  },
  resolve: (settings) => ({
    ...settings,
    targets: settings.targets.length > 0 ? settings.targets : [DEFAULT_CHANNEL],
  }),
  write: ({ targets }) => ({ targets: targets.length === 1 && targets[0] === DEFAULT_CHANNEL ? [] : targets }),
  count: ({ targets }) => targets.length,

  accept: [200, 202],
  requests: (settings, { title, body, type }, { asset }) => {
    const { secure, host, port, api_key, targets, supplemental_url, image_url, event_type, priority = 0 } = settings;
    const address = host === undefined ? CLOUD : http.origin({ secure, host, port });
    const urgent = settings.urgency === 'time_sensitive' || priority >= 1 || type === 'failure';
    return targets.map((channel) =>
      http.post(`${address}/api/v1/events`, {
        auth: http.bearer(api_key),
        headers: { Accept: 'application/json' },
        json: {
          channel,
          title: title || asset.appDescription,
          level: LEVELS[type],
          description: cut(body, MAX_LENGTH) || undefined,
          url: supplemental_url,
          image_url,
          event_type,
          delivery_urgency: urgent ? 'time_sensitive' : 'standard',
        },
      }),
    );
  },
});
