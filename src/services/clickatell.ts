import { defineService, field, http, phoneRecipient, readPhone } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** https://docs.clickatell.com/channels/sms-channels/sms-api-reference/ */
export default defineService({
  id: 'clickatell',
  name: 'Clickatell',
  category: 'sms',
  homepage: 'https://www.clickatell.com/',
  schemes: { secure: ['clickatell'] },
  limits: { title: 0 },

  url: '[{source}@]{apikey}/{targets}',
  fields: {
    apikey: field.secret('API Token', { required: true, aliases: ['apikey'], safe: '=' }),
    source: field.text('From Phone No', { pattern: /^[0-9\s)(+-]+$/i, aliases: ['from'], read: readPhone }),
    targets: field.recipients(
      { phone: phoneRecipient },
      { required: 'published', split: parsePhones, keepInvalid: true },
    ),
  },
  identity: ({ apikey, source }) => [apikey, source],
  count: ({ targets }) => targets.phone.length || 1,

  accept: [200, 202],
  requests: ({ apikey, source, targets }, { body }) =>
    targets.phone.map((to) =>
      http.get('https://platform.clickatell.com/messages/http/send', {
        headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
        query: { apiKey: apikey, from: source, content: body, to },
      }),
    ),
});
