import {
  defineService,
  field,
  fromPhone,
  hostAsTargetWith,
  http,
  orSender,
  PHONE_PATTERN,
  phoneBatches,
  phoneRecipient,
  unlessSender,
} from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** Recipients of one request in batch mode. */
const MAX_RECIPIENTS = 4000;

/** https://portal.bulkvs.com/api/v1.0/documentation */
export default defineService({
  id: 'bulkvs',
  name: 'BulkVS',
  category: 'sms',
  homepage: 'https://www.bulkvs.com/',
  schemes: { secure: ['bulkvs'] },
  limits: { title: 0, body: 160 },

  url: ['{user}:{password}@{from_phone}/{targets}', '{user}:{password}@{from_phone}'],
  canonical: '{user}:{password}@{from_phone}/{targets}',
  fields: {
    user: field.text('User Name', { required: true, mask: 'ends' }),
    password: field.secret('Password', { required: true, mask: 'all' }),
    source: field.text('From Phone No', fromPhone),
    from: field.text('From Phone No', { mapTo: 'source', pattern: PHONE_PATTERN, written: 'never' }),
    targets: field.recipients(
      { phone: phoneRecipient },
      { required: 'published', split: parsePhones, keepInvalid: 'alone' },
    ),
    batch: field.flag('Batch Mode', { default: false }),
  },
  identity: ['source', 'user', 'password'],
  read: hostAsTargetWith('from'),
  resolve: (settings) => ({ ...settings, targets: orSender(settings.targets, settings.source) }),
  write: ({ source, targets }) => ({ targets: unlessSender(targets, source) }),
  count: (settings) => phoneBatches(settings, MAX_RECIPIENTS).length || 1,

  requests: (settings, { body }) =>
    phoneBatches(settings, MAX_RECIPIENTS).map((phones) =>
      http.post('https://portal.bulkvs.com/api/v1.0/messageSend', {
        auth: http.basic(settings.user, settings.password),
        headers: { Accept: 'application/json' },
        json: { From: settings.source, To: settings.batch ? phones : phones[0], Message: body },
      }),
    ),
});
