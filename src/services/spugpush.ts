import { defineService, field, http } from '../service/index.ts';

const NATIVE = /^https:\/\/push\.spug\.(?:dev|cc)\/send\/([\w-]+)$/i;

/** https://docs.spug.dev/push/ */
export default defineService({
  id: 'spugpush',
  name: 'SpugPush',
  category: 'push',
  homepage: 'https://docs.spug.dev/push/',
  schemes: { secure: ['spugpush'] },

  url: '{token}',
  fields: {
    token: field.secret('Access Token', { required: true, pattern: /^[a-zA-Z0-9_-]{32,64}$/i, mask: 'all' }),
  },
  native: (url) => NATIVE.exec(url)?.[1]?.replace(/^/, 'spugpush://'),

  requests: ({ token }, { title, body }) =>
    http.post(`https://push.spug.dev/send/${token}`, { json: { title: title || body, content: body } }),
});
