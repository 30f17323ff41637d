import { defineService, field, http } from '../service/index.ts';

const API = 'https://streamlabs.com/api/v1.0';
const CURRENCY = /^[A-Z]{3}$/i;

const upperCase = (text: string): string => text.toUpperCase();
const readCurrency = (text: string): string | undefined => (CURRENCY.test(text) ? upperCase(text) : undefined);

/** https://dev.streamlabs.com/reference/alerts and https://dev.streamlabs.com/reference/donations */
export default defineService({
  id: 'strmlabs',
  name: 'Streamlabs',
  category: 'social',
  homepage: 'https://streamlabs.com/',
  setup: 'https://appriseit.com/services/streamlabs/',
  schemes: { secure: ['strmlabs'] },
  limits: { body: 255 },

  url: '{access_token}/',
  canonical: '{access_token}/',
  fields: {
    access_token: field.secret('Access Token', { required: true, pattern: /^[a-z0-9]{40}$/i }),
    call: field.choice('Call', ['ALERTS', 'DONATIONS'], { default: 'ALERTS' }),
    name: field.text('Name', { default: 'Anon', pattern: /^[^\s].{1,24}$/i }),
    identifier: field.text('Identifier', { default: 'Apprise' }),
    amount: field.integer('Amount', { default: 0, min: 0 }),
    currency: field.text('Currency', { default: 'USD', pattern: CURRENCY, read: readCurrency }),
    alert_type: field.choice('Alert Type', ['follow', 'subscription', 'donation', 'host'], { default: 'donation' }),
    image_href: field.text('Image Link', { default: '' }),
    sound_href: field.text('Sound Link', { default: '' }),
    duration: field.integer('Duration', { default: 1000, min: 0 }),
    special_text_color: field.text('Special Text Color', {
      default: '',
      read: upperCase,
      pattern: /^[A-Z]$/i,
    }),
  },
  identity: ['access_token'],

  requests: (settings, { title, body }) => {
    const { access_token, call, name, identifier, amount, currency } = settings;
    if (call === 'DONATIONS')
      return http.post(`${API}/donations`, {
        form: { name, identifier, amount, currency, access_token, message: body },
      });
    const { alert_type, image_href, sound_href, duration, special_text_color } = settings;
    return http.post(`${API}/alerts`, {
      form: {
        access_token,
        type: alert_type,
        image_href,
        sound_href,
        message: title,
        user_message: body,
        duration,
        special_text_color,
      },
    });
  },
});
