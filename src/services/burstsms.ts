import { defineService, field, http, phoneBatches, phoneRecipient } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** Recipients of one request in batch mode. */
const MAX_RECIPIENTS = 500;

const KEY_PATTERN = /^[a-z0-9]+$/i;

/** https://developer.transmitsms.com/#send-sms */
export default defineService({
  id: 'burstsms',
  name: 'Burst SMS',
  category: 'sms',
  homepage: 'https://burstsms.com/',
  schemes: { secure: ['burstsms'] },
  limits: { title: 0, body: 160 },

  url: '{apikey}:{secret}@{sender_id}/{targets}',
  fields: {
    apikey: field.secret('API Key', { required: true, pattern: KEY_PATTERN, aliases: ['key'] }),
    secret: field.secret('API Secret', { required: true, pattern: KEY_PATTERN, aliases: ['secret'], mask: 'all' }),
    source: field.text('Sender ID', {
      key: 'sender_id',
      required: true,
      aliases: ['from'],
      undocumented: ['source'],
    }),
    targets: field.recipients({ phone: phoneRecipient }, { required: 'published', split: parsePhones }),
    country: field.choice('Country', ['au', 'nz', 'gb', 'us'], { default: 'us' }),
    batch: field.flag('Batch Mode', { default: false }),
    validity: field.integer('validity', { default: 0, written: 'changed' }),
  },
  identity: ['apikey', 'secret', 'source'],
  count: (settings) => phoneBatches(settings, MAX_RECIPIENTS).length || 1,

  requests: (settings, { body }) => {
    const { apikey, secret, source, country, validity } = settings;
    return phoneBatches(settings, MAX_RECIPIENTS).map((phones) =>
      http.post('https://api.transmitsms.com/send-sms.json', {
        auth: http.basic(apikey, secret),
        headers: { Accept: 'application/json' },
        form: {
          countrycode: country,
          message: body,
          from: source,
          to: phones.join(','),
          // Minutes; 0 is no limit.
          validity: validity || undefined,
        },
      }),
    );
  },
});
