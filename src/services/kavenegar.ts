import { defineService, field, http, phoneRecipient, readPhone } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** https://kavenegar.com/rest.html */
export default defineService({
  id: 'kavenegar',
  name: 'Kavenegar',
  category: 'sms',
  homepage: 'https://kavenegar.com/',
  schemes: { secure: ['kavenegar'] },
  limits: { title: 0, body: 160 },
  throttleSeconds: 0.2,

  url: '[{source}@]{apikey}/{targets}',
  canonical: '[{source}@]{apikey}/{targets}',
  fields: {
    source: field.text('Source Phone No', {
      prefix: '+',
      pattern: /^[0-9\s)(+-]+$/i,
      aliases: ['from'],
      read: readPhone,
    }),
    apikey: field.secret('API Key', { required: true, pattern: /^[a-z0-9]+$/i }),
    targets: field.recipients({ phone: phoneRecipient }, { required: 'published', split: parsePhones }),
  },
  identity: ['source', 'apikey'],

  accept: [200, 201],
  statuses: {
    400: 'a parameter is missing',
    401: 'the account is disabled',
    402: 'the operation failed',
    403: 'the API key is not accepted',
    406: 'a required parameter is missing',
    407: 'the account may not do this from here',
    409: 'the server cannot answer',
    411: 'a recipient is invalid',
    412: 'the sender is invalid',
    413: 'the message is empty or too long',
    414: 'there are too many recipients',
    418: 'the credit does not suffice',
    422: 'a character cannot be sent',
    501: "messages can only go to the account holder's number",
  },
  requests: ({ apikey, source, targets }, { body }) =>
    targets.phone.map((phone) =>
      http.post(`https://api.kavenegar.com/v1/${apikey}/sms/send.json`, {
        headers: { Accept: 'application/json' },
        query: { receptor: phone, message: body, sender: source },
      }),
    ),
});
