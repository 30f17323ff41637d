import { defineService, field, http } from '../service/index.ts';
import { escapeTags } from '../text/xml.ts';

const NATIVE = /^https:\/\/([A-Z0-9_-]+)\.ryver\.com\/application\/webhook\/([A-Z0-9]+)\/?(\?.+)?$/i;

/** Slack's marks for what its markup would take for its own. */
const escapeSlack = (text: string): string => escapeTags(text.replace(/\r\*\n/g, '\\n'));

/** https://api.ryver.com/ryvhooks.html */
export default defineService({
  id: 'ryver',
  name: 'Ryver',
  category: 'chat',
  homepage: 'https://ryver.com/',
  schemes: { secure: ['ryver'] },
  limits: { body: 1000 },
  imageSize: '72x72',

  url: ['{organization}/{token}', '{botname}@{organization}/{token}'],
  canonical: '[{botname}@]{organization}/{token}/',
  fields: {
    organization: field.text('Organization', { required: true, pattern: /^[A-Z0-9_-]{3,32}$/i }),
    token: field.secret('Token', { required: true, pattern: /^[A-Z0-9]{15}$/i }),
    user: field.text('Bot Name', { key: 'botname' }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
    mode: field.choice('Webhook Mode', ['slack', 'ryver'], { default: 'ryver' }),
  },
  identity: ['organization', 'token'],
  native: (url) => {
    const [whole, organization, token, query = ''] = NATIVE.exec(url) ?? [];
    return whole && `ryver://${organization}/${token}/${query}`;
  },

  requests: ({ organization, token, user, include_image, mode }, { title, body, type }, context) => {
    const shown = mode === 'slack' ? escapeSlack : (text: string): string => text;
    const text = title ? `**${shown(title)}**\r\n${shown(body)}` : shown(body);
    return http.post(`https://${organization}.ryver.com/application/webhook/${token}`, {
      json: {
        body: text,
        createSource: { displayName: user ?? null, avatar: (include_image && context.image(type)) || null },
      },
    });
  },
});
