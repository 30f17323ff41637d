import { defineService, field, http } from '../service/index.ts';

/** https://docs.kumulos.com/messaging/api/ */
export default defineService({
  id: 'kumulos',
  name: 'Kumulos',
  category: 'push',
  homepage: 'https://kumulos.com/',
  schemes: { secure: ['kumulos'] },
  limits: { title: 64, body: 240 },

  url: '{apikey}/{serverkey}',
  fields: {
    apikey: field.secret('API Key', {
      required: true,
      pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i,
    }),
    serverkey: field.secret('Server Key', { required: true, pattern: /^[A-Z0-9+]{36}$/i }),
  },

  requests: ({ apikey, serverkey }, { title, body }) =>
    http.post('https://messages.kumulos.com/v2/notifications', {
      auth: http.basic(apikey, serverkey),
      headers: { Accept: 'application/json' },
      json: { target: { broadcast: true }, content: { title, message: body } },
    }),
});
