import { defineService, field, http } from '../service/index.ts';

const NATIVE = /^https:\/\/qmsg\.zendee\.cn\/send\/([a-z0-9]+)$/i;

/** https://github.com/songquanpeng/message-pusher */
export default defineService({
  id: 'qq',
  name: 'QQ Push',
  category: 'chat',
  homepage: 'https://github.com/songquanpeng/message-pusher',
  schemes: { secure: ['qq'] },

  url: '{token}',
  fields: {
    token: field.secret('User Token', { required: true, pattern: /^[a-z0-9]{24,64}$/i, mask: 'all' }),
  },
  native: (url) => NATIVE.exec(url)?.[1]?.replace(/^/, 'qq://'),

  requests: ({ token }, { title, body }) =>
    http.post(`https://qmsg.zendee.cn/send/${token}`, { form: { msg: title ? `${title}\n${body}` : body } }),
});
