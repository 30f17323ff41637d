import {
  defineService,
  field,
  fromPhone,
  hostAsTargetWith,
  http,
  orSender,
  phoneRecipient,
  unlessSender,
} from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** https://www.800.com/api-documentation */
export default defineService({
  id: 'eight00com',
  name: '800.com',
  category: 'sms',
  homepage: 'https://www.800.com',
  schemes: { secure: ['eight00com'] },
  attachments: 'streamed',
  limits: { title: 0, body: 600 },

  url: '{token}@{from_phone}[/{targets}]',
  canonical: '{token}@{from_phone}/{targets}',
  fields: {
    token: field.secret('API Token', { required: true, aliases: ['token'] }),
    source: field.text('From Phone No', fromPhone),
    from: field.text('From Phone No', { mapTo: 'source', written: 'never' }),
    targets: field.recipients({ phone: phoneRecipient }, { split: parsePhones, keepInvalid: 'alone' }),
  },
  identity: ['source', 'token'],
  read: hostAsTargetWith('from'),
  resolve: (settings) => ({ ...settings, targets: orSender(settings.targets, settings.source) }),
  write: ({ source, targets }) => ({ targets: unlessSender(targets, source) }),
  count: ({ targets }) => targets.phone.length || 1,

  statuses: {
    401: 'the token is not accepted',
    422: 'the format of a number is not accepted',
    429: 'too many requests',
  },
  requests: ({ token, source, targets }, { body, attachments }) =>
    targets.phone.map((phone) => {
      const message = { sender: `+${source}`, recipient: `+${phone}`, message: body };
      const files = attachments.map((value) => ({ name: 'media[]', value }));
      return http.post('https://api.800.com/message', {
        auth: http.bearer(token),
        ...(files.length > 0 ? { multipart: [...http.parts(message), ...files] } : { json: message }),
      });
    }),
});
