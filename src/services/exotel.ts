import { defineService, field, http, orSender, phoneBatches, phoneRecipient, readPhone } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** Recipients of one request in batch mode. */
const MAX_RECIPIENTS = 100;
const MIN_DIGITS = 9;

const SENDER_ID = /^[A-Z0-9][A-Z0-9.-]{2,15}$/i;

/** A sender: a phone number, a name that is not all digits, or six digits. */
function readSender(text: string): string | undefined {
  const digits = readPhone(text, MIN_DIGITS);
  if (digits) return digits;
  return SENDER_ID.test(text) && /\D|^\d{6}$/.test(text) ? text : undefined;
}

/** https://developer.exotel.com/api/sms */
export default defineService({
  id: 'exotel',
  name: 'Exotel',
  category: 'sms',
  homepage: 'https://exotel.com/',
  schemes: { secure: ['exotel'] },
  limits: { title: 0, body: 2000 },

  url: '{sid}:{token}@{from_phone}[/{targets}]',
  fields: {
    sid: field.secret('Account SID', { required: true, aliases: ['sid'], mask: 'all' }),
    token: field.secret('Token', { required: true, aliases: ['token'] }),
    source: field.text('From Phone No / Sender ID', {
      key: 'from_phone',
      required: true,
      aliases: ['from'],
      undocumented: ['source'],
      pattern: /^(?:(?=.{3,16}$)(?=.*[A-Z.-])[A-Z0-9][A-Z0-9.-]*|[0-9]{6}|\+?[0-9\s)(+-]{9,})$/i,
      read: readSender,
    }),
    targets: field.recipients(
      { phone: { ...phoneRecipient, read: (text) => readPhone(text, MIN_DIGITS) } },
      { split: parsePhones, keepInvalid: true },
    ),
    batch: field.flag('Batch Mode', { default: false }),
    unicode: field.flag('Unicode Characters', { default: true }),
    region_name: field.choice('Region Name', ['us', 'in'], { key: 'region', default: 'us' }),
    priority: field.choice('Priority', ['normal', 'high'], {
      default: 'normal',
      match: 'prefix',
      synonyms: { '+': 'high' },
    }),
    apikey: field.secret('API Key', { aliases: ['key'] }),
  },
  resolve: (settings) => ({ ...settings, targets: orSender(settings.targets, settings.source) }),
  identity: ({ apikey, sid, token, source, region_name }) => ['exotel', apikey ?? sid, sid, token, source, region_name],
  count: (settings) => phoneBatches(settings, MAX_RECIPIENTS).length || 1,

  requests: (settings, { body }) => {
    const { sid, token, apikey = sid, source, unicode, priority, region_name: region } = settings;
    const host = region === 'in' ? 'api.in.exotel.com' : 'api.exotel.com';
    return phoneBatches(settings, MAX_RECIPIENTS).map((phones) =>
      http.post(`https://${host}/v1/Accounts/${sid}/Sms/send`, {
        auth: http.basic(apikey, token),
        form: {
          From: source,
          Body: body,
          EncodingType: unicode ? 'unicode' : 'plain',
          Priority: priority,
          To: phones,
        },
      }),
    );
  },
});
