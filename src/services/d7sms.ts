import { defineService, field, http, phoneBatches, phoneRecipient } from '../service/index.ts';
import { unquote } from '../text/percent.ts';
import { parsePhones } from '../text/phones.ts';

/** https://d7networks.com/docs/Messages/Send_Message/ */
export default defineService({
  id: 'd7sms',
  name: 'D7 Networks',
  category: 'sms',
  homepage: 'https://d7networks.com/',
  setup: 'https://appriseit.com/services/d7networks/',
  schemes: { secure: ['d7sms'] },
  limits: { title: 0, body: 160 },
  throttleSeconds: 0.2,

  url: '{token}@{targets}',
  fields: {
    token: field.secret('API Access Token', { required: true }),
    targets: field.recipients({ phone: phoneRecipient }, { required: 'published', split: parsePhones }),
    batch: field.flag('Batch Mode', { default: false }),
    unicode: field.flag('Unicode Characters', { default: false }),
    source: field.text('Originating Address', { aliases: ['from'], writtenAs: 'from' }),
  },
  identity: ['token'],
  // A colon in the token looks like one between user and password.
  read: (raw, { user = '', password }) => ({
    ...raw,
    token: unquote(password ? `${user}:${password}` : user),
  }),
  count: (settings) => phoneBatches(settings).length,

  accept: [200, 201],
  statuses: {
    401: 'an argument is invalid',
    403: 'the token is not accepted',
    412: 'the message could not be routed',
    500: 'the gateway failed',
  },
  requests: (settings, { body }) =>
    phoneBatches(settings).map((recipients) =>
      http.post('https://api.d7networks.com/messages/v1/send', {
        auth: http.bearer(settings.token),
        headers: { Accept: 'application/json' },
        json: {
          message_globals: { channel: 'sms', originator: settings.source },
          messages: [{ recipients, content: body, data_coding: settings.unicode ? 'unicode' : 'auto' }],
        },
      }),
    ),
});
