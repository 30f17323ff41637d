import {
  defineService,
  field,
  http,
  PHONE_PATTERN,
  phoneBatches,
  phoneRecipient,
  readWrittenPhone,
} from '../service/index.ts';
import { cut } from '../text/code-points.ts';
import { parsePhones } from '../text/phones.ts';

/** Recipients of one request in batch mode. */
const MAX_RECIPIENTS = 4000;
const MAX_SENDER = 11;

const readPhone = (text: string): string | undefined => readWrittenPhone(text, 9);

/** https://smsmanager.cz/api/http */
export default defineService({
  id: 'smsmgr',
  name: 'SMS Manager',
  category: 'sms',
  homepage: 'https://smsmanager.cz',
  setup: 'https://appriseit.com/services/sms_manager/',
  schemes: { secure: ['smsmgr', 'smsmanager'] },
  limits: { title: 0, body: 160 },

  url: '{apikey}@{targets}',
  canonical: '{apikey}@{targets}',
  fields: {
    apikey: field.secret('API Key', { required: true, aliases: ['key'] }),
    targets: field.recipients(
      { phone: { ...phoneRecipient, read: readPhone } },
      { required: 'published', split: parsePhones, safe: '+' },
    ),
    batch: field.flag('Batch Mode', { default: false }),
    gateway: field.choice('Gateway', ['high', 'economy', 'low', 'direct'], { default: 'high' }),
    sender: field.text('From Phone No', {
      key: 'from',
      aliases: ['sender'],
      writtenAs: 'sender',
      pattern: PHONE_PATTERN,
      read: (text) => cut(text, MAX_SENDER),
    }),
  },
  identity: ['apikey'],
  count: (settings) => phoneBatches(settings, MAX_RECIPIENTS).length,

  requests: (settings, { body }) => {
    const { apikey, gateway, sender } = settings;
    return phoneBatches(settings, MAX_RECIPIENTS).map((phones) =>
      http.get('https://http-api.smsmanager.cz/Send', {
        query: { apikey, gateway, number: phones.join(';'), message: body, sender },
      }),
    );
  },
});
