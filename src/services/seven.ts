import { defineService, field, http, phoneRecipient } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** https://docs.seven.io/en/rest-api/endpoints/sms */
export default defineService({
  id: 'seven',
  name: 'seven',
  category: 'sms',
  homepage: 'https://www.seven.io',
  schemes: { secure: ['seven'] },
  limits: { title: 0, body: 160 },

  url: '{apikey}/{targets}',
  fields: {
    apikey: field.secret('API Key', { required: true }),
    targets: field.recipients({ phone: phoneRecipient }, { required: 'published', split: parsePhones }),
    flash: field.flag('Flash', { default: false }),
    source: field.text('Originating Address', { aliases: ['from'], writtenAs: 'from' }),
    label: field.text('Label'),
  },
  identity: ['apikey'],
  count: ({ targets }) => targets.phone.length || 1,

  accept: [200, 201],
  requests: ({ apikey, targets, source, flash, label }, { body }) =>
    targets.phone.map((phone) =>
      http.post('https://gateway.seven.io/api/sms', {
        headers: { Accept: 'application/json', SentWith: 'Apprise', 'User-Agent': undefined, 'X-Api-Key': apikey },
        json: { to: `+${phone}`, text: body, from: source, flash: flash || undefined, label },
      }),
    ),
});
