import { defineService, field, http, phoneBatches, phoneRecipient } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** https://developers.clicksend.com/docs/rest/v3/#send-sms accepts at most 1000 messages a request. */
const MAX_MESSAGES = 1000;

export default defineService({
  id: 'clicksend',
  name: 'ClickSend',
  category: 'sms',
  homepage: 'https://clicksend.com/',
  schemes: { secure: ['clicksend'] },
  limits: { title: 0, body: 160 },

  url: '{user}:{apikey}@{targets}',
  canonical: '{user}:{apikey}@{targets}',
  fields: {
    user: field.text('User Name', { required: true }),
    password: field.secret('API Key', { key: 'apikey', required: true, aliases: ['key'], mask: 'all' }),
    targets: field.recipients({ phone: phoneRecipient }, { required: 'published', split: parsePhones }),
    batch: field.flag('Batch Mode', { default: false }),
  },
  identity: ['user', 'password'],
  count: (settings) => phoneBatches(settings, MAX_MESSAGES).length,

  requests: (settings, { body }) =>
    phoneBatches(settings, MAX_MESSAGES).map((phones) =>
      http.post('https://rest.clicksend.com/v3/sms/send', {
        auth: http.basic(settings.user, settings.password),
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        json: { messages: phones.map((phone) => ({ source: 'php', body, to: `+${phone}` })) },
      }),
    ),
});
