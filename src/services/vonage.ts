import { defineService, field, fromPhone, http, phoneRecipient } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

const KEY_PATTERN = /^[a-z0-9]+$/i;

/** https://developer.vonage.com/en/api/sms */
export default defineService({
  id: 'vonage',
  name: 'Vonage',
  category: 'sms',
  homepage: 'https://dashboard.nexmo.com/',
  schemes: { secure: ['vonage', 'nexmo'] },
  limits: { title: 0, body: 160 },

  url: '{apikey}:{secret}@{from_phone}[/{targets}]',
  canonical: '{apikey}:{secret}@{from_phone}/{targets}/',
  fields: {
    apikey: field.secret('API Key', { required: true, pattern: KEY_PATTERN, aliases: ['key'] }),
    secret: field.secret('API Secret', { required: true, pattern: KEY_PATTERN, aliases: ['secret'], mask: 'all' }),
    source: field.text('From Phone No', { ...fromPhone, aliases: ['from'], undocumented: ['source'] }),
    targets: field.recipients({ phone: phoneRecipient }, { split: parsePhones }),
    /** Milliseconds. */
    ttl: field.integer('ttl', { default: 900_000, min: 20_000, max: 604_800_000 }),
  },
  identity: ['apikey', 'secret'],
  count: ({ targets }) => targets.phone.length || 1,

  requests: ({ apikey, secret, source, targets, ttl }, { body }) =>
    (targets.phone.length > 0 ? targets.phone : [source]).map((to) =>
      http.post('https://rest.nexmo.com/sms/json', {
        form: { api_key: apikey, api_secret: secret, ttl, from: source, text: body, to },
      }),
    ),
});
