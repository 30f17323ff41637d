import { defineService, field, http } from '../service/index.ts';

const NATIVE = /^https:\/\/api\.spike\.sh\/v1\/alerts\/([a-z0-9]{32})$/i;

/** https://docs.spike.sh/alerts/create-alerts-with-api */
export default defineService({
  id: 'spike',
  name: 'Spike.sh',
  category: 'incident',
  homepage: 'https://www.spike.sh/',
  schemes: { secure: ['spike'] },

  url: '{token}',
  fields: {
    token: field.secret('Integration Key', { required: true, pattern: /^[a-z0-9]{32}$/i, mask: 'all' }),
  },
  native: (url) => NATIVE.exec(url)?.[1]?.replace(/^/, 'spike://'),

  requests: ({ token }, { title, body }) =>
    http.post(`https://api.spike.sh/v1/alerts/${token}`, { json: { message: title || body, description: body } }),
});
