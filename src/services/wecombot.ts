import { defineService, field, http } from '../service/index.ts';

const NATIVE = /^https?:\/\/qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\/?\?key=([A-Z0-9_-]+)\/?&?(.+)?$/i;

/** https://developer.work.weixin.qq.com/document/path/91770 */
export default defineService({
  id: 'wecombot',
  name: 'WeCom Bot',
  category: 'chat',
  homepage: 'https://weixin.qq.com/',
  schemes: { secure: ['wecombot'] },
  limits: { title: 0 },

  url: '{key}',
  fields: {
    key: field.secret('Bot Webhook Key', { required: true, aliases: ['key'], pattern: /^[a-z0-9_-]+$/i }),
  },
  native: (url) => {
    const [whole, key, query] = NATIVE.exec(url) ?? [];
    return whole && `wecombot://${key}${query === undefined ? '' : `?${query}`}`;
  },

  requests: ({ key }, { body }) =>
    http.post('https://qyapi.weixin.qq.com/cgi-bin/webhook/send', {
      query: { key },
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      json: { msgtype: 'text', text: { content: body } },
    }),
});
