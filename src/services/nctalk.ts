import { defineService, field, http } from '../service/index.ts';
import { PATH_SAFE, quote } from '../text/url.ts';

const readPrefix = (text: string): string => text.replace(/^\/+|\/+$/g, '');

/** https://nextcloud-talk.readthedocs.io/en/latest/chat/#sending-a-new-chat-message */
export default defineService({
  id: 'nctalk',
  name: 'Nextcloud Talk',
  category: 'chat',
  homepage: 'https://nextcloud.com/talk',
  setup: 'https://appriseit.com/services/nextcloudtalk/',
  schemes: { plain: ['nctalk'], secure: ['nctalks'] },
  limits: { title: 255, body: 4000 },

  url: ['{user}:{password}@{host}/{targets}', '{user}:{password}@{host}:{port}/{targets}'],
  canonical: '{user}:{password}@{host}[:{port}]/{targets}',
  fields: {
    host: field.host(),
    port: field.port({ bare: true }),
    user: field.text('Username', { required: true, verbatim: true }),
    password: field.secret('Password', { required: true, mask: 'all', verbatim: true }),
    targets: field.list('Targets', {
      required: 'published',
      unread: true,
      sorted: true,
      kinds: { room_id: { label: 'Room ID' } },
    }),
    headers: field.map('HTTP Header', '+', { mask: 'all' }),
    url_prefix: field.text('URL Prefix', { read: readPrefix, late: true }),
  },
  identity: ['user', 'password', 'host', 'port'],
  count: ({ targets }) => Math.max(1, targets.length),

  accept: [200, 201],
  requests: (settings, { title, body }, context) => {
    const { user, password, targets, headers, url_prefix } = settings;
    const base = http.origin(settings) + (url_prefix ? `/${quote(url_prefix, PATH_SAFE)}` : '');
    const heading = title || context.asset.appDescription;
    return targets.map((room) =>
      http.post(`${base}/ocs/v2.php/apps/spreed/api/v1/chat/${quote(room, '')}`, {
        auth: http.basic(user, password),
        headers: { 'OCS-APIRequest': 'true', Accept: 'application/json', ...Object.fromEntries(headers) },
        json: { message: body ? `${heading}\r\n${body}` : heading },
      }),
    );
  },
});
