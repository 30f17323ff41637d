import { defineService, field, http } from '../service/index.ts';

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
    priority: field.choice('Priority', [-2, -1, 0, 1, 2], {
      default: 0,
      lenient: true,
      match: 'start',
      names: ['low', 'moderate', 'normal', 'high', 'emergency'],
      synonyms: { l: -2, m: -1, n: 0, h: 1, e: 2, '-2': -2, '-1': -1, '0': 0, '1': 1, '2': 2 },
    }),
  },

  statuses: { 406: 'The IP address has exceeded the limit of calls', 409: 'The request was not approved' },
  requests: ({ apikey, providerkey, priority }, { title, body }, { asset }) =>
    http.post('https://api.prowlapp.com/publicapi/add', {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      form: { apikey, application: asset.appId, event: title, description: body, priority, providerkey },
    }),
});
