import {
  defineService,
  field,
  fromPhone,
  hostAsTargetWith,
  http,
  orSender,
  PHONE_PATTERN,
  phoneRecipient,
  unlessSender,
} from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** https://docs.httpsms.com/ */
export default defineService({
  id: 'httpsms',
  name: 'httpSMS',
  category: 'sms',
  homepage: 'https://httpsms.com',
  schemes: { secure: ['httpsms'] },
  limits: { title: 0, body: 160 },

  url: '{apikey}@{from_phone}[/{targets}]',
  canonical: '{apikey}@{from_phone}/{targets}',
  fields: {
    apikey: field.secret('API Key', { required: true, aliases: ['key'] }),
    source: field.text('From Phone No', fromPhone),
    from: field.text('From Phone No', { mapTo: 'source', pattern: PHONE_PATTERN, written: 'never' }),
    targets: field.recipients(
      { phone: phoneRecipient },
      { required: 'published', split: parsePhones, keepInvalid: 'alone' },
    ),
  },
  identity: ['source', 'apikey'],
  read: hostAsTargetWith('from'),
  resolve: (settings) => ({ ...settings, targets: orSender(settings.targets, settings.source) }),
  write: ({ source, targets }) => ({ targets: unlessSender(targets, source) }),
  count: ({ targets }) => targets.phone.length || 1,

  requests: ({ apikey, source, targets }, { body }) =>
    targets.phone.map((phone) =>
      http.post('https://api.httpsms.com/v1/messages/send', {
        headers: { 'x-api-key': apikey },
        json: { from: `+${source}`, to: `+${phone}`, content: body },
      }),
    ),
});
