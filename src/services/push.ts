import { defineService, field, http } from '../service/index.ts';

/** https://docs.push.techulus.com/api-documentation */
export default defineService({
  id: 'push',
  name: 'Techulus Push',
  category: 'push',
  homepage: 'https://push.techulus.com',
  setup: 'https://appriseit.com/services/techulus/',
  schemes: { secure: ['push'] },
  limits: { body: 1000 },

  url: '{apikey}',
  fields: {
    apikey: field.secret('API Key', {
      required: true,
      pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i,
    }),
  },

  accept: [200, 204],
  requests: ({ apikey }, { title, body }) =>
    http.post('https://push.techulus.com/api/v1/notify', { headers: { 'x-api-key': apikey }, json: { title, body } }),
});
