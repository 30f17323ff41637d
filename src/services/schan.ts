import { defineService, field, http } from '../service/index.ts';

/** https://sct.ftqq.com/ */
export default defineService({
  id: 'schan',
  name: 'ServerChan',
  category: 'push',
  homepage: 'https://sct.ftqq.com/',
  setup: 'https://appriseit.com/services/serverchan/',
  schemes: { secure: ['schan'] },

  url: '{token}',
  fields: {
    token: field.secret('Token', { required: true, pattern: /^[a-z0-9-]+$/i }),
  },

  requests: ({ token }, { title, body }) =>
    http.post(`https://sctapi.ftqq.com/${token}.send`, {
      headers: { 'User-Agent': undefined },
      form: { title, desp: body },
    }),
});
