import { defineService, field, http } from '../service/index.ts';

/** https://github.com/chanify/chanify#as-sender-client */
export default defineService({
  id: 'chanify',
  name: 'Chanify',
  category: 'push',
  homepage: 'https://chanify.net/',
  schemes: { secure: ['chanify'] },
  limits: { title: 0 },

  url: '{token}',
  fields: {
    token: field.secret('Token', { required: true, aliases: ['token'], pattern: /^[A-Z0-9._-]+$/i }),
  },

  requests: ({ token }, { body }) => http.post(`https://api.chanify.net/v1/sender/${token}/`, { form: { text: body } }),
});
