import { defineService, field, http, plusPhoneRecipient, UrlError } from '../service/index.ts';
import { parsePhone, parsePhones } from '../text/phones.ts';

const MODE = /^\s*(?:([^:]+)\s*:\s*)?(.+)$/;
const isShortCode = (number: string): boolean => number.length === 5 || number.length === 6;

/** A number a message can come from: of 11 to 14 digits, or a short code; `whatsapp` as a word that begins so before it. */
function readSender(text: string): string | undefined {
  const [, mode, number = ''] = MODE.exec(text) ?? [];
  const digits = parsePhone(number, 5)?.digits;
  if (digits === undefined || (digits.length < 11 && !isShortCode(digits))) return undefined;
  return `${/^w/i.test(mode ?? '') ? 'w:' : ''}${isShortCode(digits) ? '' : '+'}${digits}`;
}

const splitTargets = (text: string): string[] => parsePhones(text, { prefixed: true });

function readTarget(text: string): string | undefined {
  const [, mode, number = ''] = MODE.exec(text) ?? [];
  const phone = plusPhoneRecipient.read(number);
  return phone && `${/^w/i.test(mode ?? '') ? 'w:' : ''}${phone}`;
}

const isWhatsapp = (address: string): boolean => address.startsWith('w:');
const asAddress = (address: string): string => address.replace(/^w:/, 'whatsapp:');

/** https://www.twilio.com/docs/messaging/api/message-resource */
export default defineService({
  id: 'twilio',
  name: 'Twilio',
  category: 'sms',
  homepage: 'https://www.twilio.com/',
  schemes: { secure: ['twilio'] },
  limits: ({ method }) => ({ title: 0, body: method === 'sms' ? 160 : 4000 }),
  throttleSeconds: 0.2,

  url: '{account_sid}:{auth_token}@{from_phone}[/{targets}]',
  canonical: '{account_sid}:{auth_token}@{from_phone}/{targets}/',
  commonFirst: true,
  fields: {
    account_sid: field.secret('Account SID', {
      required: true,
      pattern: /^AC[a-f0-9]+$/i,
      aliases: ['sid'],
      mask: 'tail',
    }),
    auth_token: field.secret('Auth Token', { required: true, pattern: /^[a-z0-9]+$/i, aliases: ['token'] }),
    source: field.text('From Phone No', {
      key: 'from_phone',
      required: true,
      aliases: ['from'],
      undocumented: ['source'],
      pattern: /^([a-z]+:)?\+?[0-9\s)(+-]+$/i,
      read: readSender,
    }),
    targets: field.recipients(
      {
        phone: { ...plusPhoneRecipient, pattern: /^([a-z]+:)?[0-9\s)(+-]+$/i, read: readTarget },
        short_code: { label: 'Target Short Code', key: 'short_code', pattern: /^[0-9]{5,6}$/i, read: () => undefined },
      },
      { split: splitTargets },
    ),
    method: field.choice('Notification Method: sms or call', ['sms', 'call'], { default: 'sms', match: 'prefix' }),
    apikey: field.secret('API Key', { key: 'apikey', published: { pattern: ['^SK[a-f0-9]+$', 'i'] } }),
  },
  identity: ['account_sid', 'auth_token', 'source'],
  resolve: (settings) => {
    const { source, method, targets } = settings;
    if (method === 'call' && isWhatsapp(source)) throw new UrlError('invalid-field', { field: 'method' });
    const canWhatsapp = method === 'sms' && !isShortCode(source);
    const phones = targets.phone
      .map((phone) => (isWhatsapp(source) && !isWhatsapp(phone) ? `w:${phone}` : phone))
      .filter((phone) => canWhatsapp || !isWhatsapp(phone));
    return { ...settings, targets: { ...targets, phone: phones } };
  },
  count: ({ targets }) => Math.max(1, targets.phone.length),

  accept: [200, 201],
  requests: ({ account_sid, auth_token, apikey, source, targets, method }, { body }) => {
    const sender = source.replace(/^w:/, '');
    const alone = method === 'sms' && !isShortCode(sender) ? [source] : [];
    const url = `https://api.twilio.com/2010-04-01/Accounts/${account_sid}/${method === 'sms' ? 'Messages' : 'Calls'}.json`;
    return (targets.phone.length > 0 ? targets.phone : alone).map((phone) =>
      http.post(url, {
        auth: http.basic(apikey ?? account_sid, auth_token),
        headers: { Accept: 'application/json' },
        form: {
          [method === 'sms' ? 'Body' : 'Twiml']: body,
          From: isWhatsapp(phone) ? `whatsapp:${sender}` : sender,
          To: asAddress(phone),
        },
      }),
    );
  },
});
