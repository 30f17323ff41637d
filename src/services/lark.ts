import { defineService, field, http } from '../service/index.ts';

const NATIVE = /^https:\/\/open\.larksuite\.com\/open-apis\/bot\/v2\/hook\/([\w-]+)$/i;

/** https://open.larksuite.com/document/client-docs/bot-v3/add-custom-bot */
export default defineService({
  id: 'lark',
  name: 'Lark (Feishu)',
  category: 'chat',
  homepage: 'https://open.larksuite.com/',
  schemes: { secure: ['lark'] },

  url: '{token}',
  fields: {
    token: field.secret('Bot Token', { required: true, pattern: /^[a-z0-9-]+$/i, mask: 'all' }),
  },
  native: (url) => NATIVE.exec(url)?.[1]?.replace(/^/, 'lark://'),

  requests: ({ token }, { title, body }) =>
    http.post(`https://open.larksuite.com/open-apis/bot/v2/hook/${token}`, {
      json: { msg_type: 'text', content: { text: title ? `${title}\n${body}` : body } },
    }),
});
