import { defineService, field, http, phoneBatches, plusPhoneRecipient, UrlError } from '../service/index.ts';
import { isMail } from '../text/mails.ts';
import { unquote } from '../text/percent.ts';
import { parsePhones } from '../text/phones.ts';
import { splitPath } from '../text/url.ts';

/** Recipients of one request in batch mode. */
const MAX_RECIPIENTS = 500;

const readMail = (text: string): string | undefined => (isMail(text) ? text : undefined);

/** https://dev.octopush.com/en/sms-gateway-api-documentation/sending-sms/ */
export default defineService({
  id: 'octopush',
  name: 'Octopush',
  category: 'sms',
  homepage: 'https://octopush.com/',
  schemes: { secure: ['octopush'] },
  limits: { title: 0, body: 1224 },

  url: '[{sender}:]{api_login}/{api_key}/{targets}',
  canonical: '[{sender}:]{api_login}/{api_key}/{targets}',
  fields: {
    api_login: field.secret('API Login', { required: true, aliases: ['login'], safe: '@', read: readMail }),
    api_key: field.secret('API Key', { required: true, aliases: ['key'], mask: 'all' }),
    sender: field.text('Sender'),
    targets: field.recipients({ phone: plusPhoneRecipient }, { split: parsePhones, safe: '+' }),
    batch: field.flag('Batch Mode', { default: false }),
    replies: field.flag('Accept Replies', { default: false }),
    mtype: field.choice('Type', ['sms_premium', 'sms_low_cost'], {
      key: 'type',
      default: 'sms_premium',
      match: 'start',
      synonyms: {
        '+': 'sms_premium',
        p: 'sms_premium',
        smsp: 'sms_premium',
        sms_p: 'sms_premium',
        '-': 'sms_low_cost',
        l: 'sms_low_cost',
        smsl: 'sms_low_cost',
        sms_l: 'sms_low_cost',
      },
    }),
    purpose: field.choice('Purpose', ['alert', 'wholesale'], { default: 'alert' }),
  },
  identity: ['api_login', 'api_key', 'sender'],
  // The login is a mail address, `user@host` of the URL; a sender before it makes its first half the password.
  read(raw, { user, password, host, path = '', query }) {
    const entries = splitPath(path);
    const local = password ?? user;
    return {
      ...raw,
      api_login: local && `${unquote(local)}@${unquote(host)}`,
      sender: password && user && unquote(user),
      api_key: query.get('key') ? undefined : entries.shift(),
      targets: entries,
    };
  },
  resolve: (settings, raw) => {
    if (raw['sender'] && settings.sender === undefined) throw new UrlError('invalid-field', { field: 'sender' });
    return settings;
  },
  count: (settings) => phoneBatches(settings, MAX_RECIPIENTS).length,

  accept: [201],
  requests: (settings, { body }, { asset }) => {
    const { api_login, api_key, sender = asset.appId, replies, mtype, purpose } = settings;
    return phoneBatches(settings, MAX_RECIPIENTS).map((phones) =>
      http.post('https://api.octopush.com/v1/public/sms-campaign/send', {
        headers: {
          Accept: 'application/json',
          'Content-Type': 'application/json; charset=utf-8',
          'api-key': api_key,
          'api-login': api_login,
          'cache-control': 'no-cache',
        },
        json: {
          recipients: phones.map((phone_number) => ({ phone_number })),
          text: body,
          type: mtype,
          purpose,
          sender,
          with_replies: replies,
        },
      }),
    );
  },
});
