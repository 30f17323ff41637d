import { defineService, field, http, UrlError } from '../service/index.ts';
import { escapeXml } from '../text/xml.ts';

const NATIVE = /^https?:\/\/api\.flock\.com\/hooks\/sendMessage\/([a-z0-9-]{24})\/?(\?.+)?$/i;
const USER = /^(?:@|u:)?([A-Z0-9_]+)$/i;
const CHANNEL = /^(?:#|g:)([A-Z0-9_]+)$/i;
const ID = /^[A-Z0-9_]+$/i;

/** A target as Flock names it; undefined if it is none. */
function readTarget(text: string): string | undefined {
  const user = USER.exec(text)?.[1];
  const channel = CHANNEL.exec(text)?.[1];
  return user ? `u:${user}` : channel && `g:${channel}`;
}

/** https://docs.flock.com/display/flockos/chat.sendMessage */
export default defineService({
  id: 'flock',
  name: 'Flock',
  category: 'chat',
  homepage: 'https://flock.com/',
  schemes: { secure: ['flock'] },
  imageSize: '72x72',

  url: ['{token}', '{botname}@{token}', '{botname}@{token}/{targets}', '{token}/{targets}'],
  canonical: '[{botname}@]{token}/{targets}',
  fields: {
    token: field.secret('Access Key', { required: true, unread: true, pattern: /^[a-z0-9-]+$/i }),
    user: field.text('Bot Name', { key: 'botname' }),
    targets: field.list('Targets', {
      aliases: ['to'],
      sorted: true,
      kinds: {
        to_user: { label: 'To User ID', key: 'to_user', prefix: '@', pattern: ID },
        to_channel: { label: 'To Channel ID', key: 'to_channel', prefix: '#', pattern: ID },
      },
    }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
  },
  resolve: (settings) => {
    const targets = [...new Set(settings.targets.flatMap((text) => readTarget(text) ?? []))].toSorted();
    if (settings.targets.length > 0 && targets.length === 0) throw new UrlError('invalid-field', { field: 'targets' });
    return { ...settings, targets };
  },
  identity: ['token'],
  count: ({ targets }) => Math.max(1, targets.length),
  native: (url) => {
    const [whole, token, query = ''] = NATIVE.exec(url) ?? [];
    return whole && `flock://${token}/${query}`;
  },

  statuses: { 401: 'Unauthorized - Invalid Token.' },
  requests: ({ token, user, targets, include_image }, { title, body, type, format }, context) => {
    const heading = title && `<b>${escapeXml(title)}</b><br/>`;
    const content = format === 'html' ? body : heading + escapeXml(body);
    const message = {
      token,
      flockml: `<flockml>${content}</flockml>`,
      sendAs: { name: user ?? context.asset.appId, profileImage: (include_image && context.image(type)) || null },
    };
    if (targets.length === 0) return http.post(`https://api.flock.com/hooks/sendMessage/${token}`, { json: message });
    return targets.map((to) => http.post('https://api.flock.co/v1/chat.sendMessage', { json: { ...message, to } }));
  },
});
