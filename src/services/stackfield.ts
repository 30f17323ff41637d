import { defineService, field, http } from '../service/index.ts';

const NATIVE = /^https:\/\/(?:www\.)?stackfield\.com\/apiwh\/([a-f0-9-]+)\/?(\?.+)?$/i;

/** https://www.stackfield.com/developer-api */
export default defineService({
  id: 'stackfield',
  name: 'Stackfield',
  category: 'chat',
  homepage: 'https://www.stackfield.com/',
  schemes: { secure: ['stackfield'] },
  limits: { title: 0, body: 4000 },
  throttleSeconds: 1,

  url: '{token}',
  fields: {
    token: field.secret('Webhook Token', {
      required: true,
      aliases: ['token'],
      pattern: /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/i,
      mask: 'all',
    }),
  },
  native: (url) => {
    const [whole, token, query = ''] = NATIVE.exec(url) ?? [];
    return whole && `stackfield://${token}/${query}`;
  },

  requests: ({ token }, { body }) => http.post(`https://www.stackfield.com/apiwh/${token}`, { json: { Title: body } }),
});
