import { defineService, field, hostAsTargetWith, http, phoneBatches, readWrittenPhone } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** Recipients of one request in batch mode. */
const MAX_RECIPIENTS = 50;

const HOSTS = {
  bulksms: 'api.africastalking.com',
  premium: 'content.africastalking.com',
  sandbox: 'api.sandbox.africastalking.com',
} as const;

/** https://developers.africastalking.com/docs/sms/sending/bulk */
export default defineService({
  id: 'atalk',
  name: 'Africas Talking',
  category: 'sms',
  homepage: 'https://africastalking.com/',
  setup: 'https://appriseit.com/services/africas_talking/',
  schemes: { secure: ['atalk'] },
  limits: { title: 0, body: 160 },

  url: '{appuser}@{apikey}/{targets}',
  canonical: '{appuser}@{apikey}/{targets}',
  fields: {
    appuser: field.text('App User Name', { required: true, pattern: /^[A-Z0-9_-]+$/i }),
    apikey: field.secret('API Key', { required: true, pattern: /^[A-Z0-9_-]+$/i, aliases: ['apikey'] }),
    targets: field.recipients(
      { phone: { label: 'Target Phone', read: readWrittenPhone } },
      { required: 'published', split: parsePhones, safe: '+' },
    ),
    batch: field.flag('Batch Mode', { default: false }),
    sender: field.text('From', { key: 'from', default: 'AFRICASTKNG', written: 'changed' }),
    mode: field.choice('SMS Mode', ['bulksms', 'premium', 'sandbox'], {
      default: 'bulksms',
      match: 'prefix',
      written: 'changed',
    }),
  },
  identity: ['appuser', 'apikey'],
  read: hostAsTargetWith('apikey'),
  count: (settings) => phoneBatches(settings, MAX_RECIPIENTS).length || 1,

  requests: (settings, { body }) =>
    phoneBatches(settings, MAX_RECIPIENTS).map((phones) =>
      http.post(`https://${HOSTS[settings.mode]}/version1/messaging`, {
        headers: { Accept: 'application/json', apiKey: settings.apikey },
        form: { username: settings.appuser, to: phones.join(','), from: settings.sender, message: body },
      }),
    ),
});
