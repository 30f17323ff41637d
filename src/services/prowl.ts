import { defineService, field, http } from '../service/index.ts';
import { priorityField } from '../service/priorities.ts';

/** https://www.prowlapp.com/api.php */
export default defineService({
  id: 'prowl',
  name: 'Prowl',
  category: 'push',
  homepage: 'https://www.prowlapp.com/',
  schemes: { secure: ['prowl'] },
  limits: { title: 1024, body: 10_000 },
  throttleSeconds: 0,

  url: '{apikey}[/{providerkey}]',
  canonical: '{apikey}/{providerkey}/',
  fields: {
    apikey: field.secret('API Key', { required: true, pattern: /^[A-Za-z0-9]{40}$/i }),
    providerkey: field.secret('Provider Key', { pattern: /^[A-Za-z0-9]{40}$/i }),
    priority: priorityField,
  },

  statuses: { 406: 'The IP address has exceeded the limit of calls', 409: 'The request was not approved' },
  requests: ({ apikey, providerkey, priority }, { title, body }, { asset }) =>
    http.post('https://api.prowlapp.com/publicapi/add', {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      form: { apikey, application: asset.appId, event: title, description: body, priority, providerkey },
    }),
});
