import { defineService, field, http } from '../service/index.ts';

/** https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export default defineService({
  id: 'feishu',
  name: 'Feishu',
  category: 'chat',
  homepage: 'https://open.feishu.cn/',
  schemes: { secure: ['feishu'] },
  limits: { title: 0, body: 19_985 },

  url: '{token}',
  fields: {
    token: field.secret('Token', { required: true, aliases: ['token'], pattern: /^[A-Z0-9_-]+$/i }),
  },

  requests: ({ token }, { body }) =>
    http.post(`https://open.feishu.cn/open-apis/bot/v2/hook/${token}/`, {
      json: { msg_type: 'text', content: { text: body } },
    }),
});
