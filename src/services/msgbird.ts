import { defineService, field, http, orSender, phoneRecipient, readPhone } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** https://developers.messagebird.com/api/sms-messaging/#send-outbound-sms */
export default defineService({
  id: 'msgbird',
  name: 'MessageBird',
  category: 'sms',
  homepage: 'https://messagebird.com',
  setup: 'https://appriseit.com/services/messagebird/',
  schemes: { secure: ['msgbird'] },
  limits: { title: 0, body: 160 },

  url: '{apikey}/{source}[/{targets}]',
  fields: {
    apikey: field.secret('API Key', { required: true, pattern: /^[a-z0-9]{25}$/i }),
    source: field.text('Source Phone No', {
      required: true,
      prefix: '+',
      pattern: /^[0-9\s)(+-]+$/i,
      aliases: ['from'],
      read: readPhone,
    }),
    targets: field.recipients({ phone: phoneRecipient }, { split: parsePhones, keepInvalid: 'alone' }),
  },
  resolve: (settings) => ({ ...settings, targets: orSender(settings.targets, settings.source) }),
  identity: ['apikey', 'source'],
  count: ({ targets }) => targets.phone.length || 1,

  accept: [200, 201],
  requests: ({ apikey, source, targets }, { body }) =>
    targets.phone.map((phone) =>
      http.post('https://rest.messagebird.com/messages', {
        auth: `AccessKey ${apikey}`,
        form: { originator: `+${source}`, recipients: `+${phone}`, body },
      }),
    ),
});
