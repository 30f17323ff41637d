import { defineService, field, UrlError } from '../service/index.ts';
import { serverOf } from '../service/protocols.ts';
import { parseCallSign, parseCallSigns } from '../text/call-signs.ts';

const PORT = 10_152;
const HOSTS = {
  NOAM: 'noam.aprs2.net',
  SOAM: 'soam.aprs2.net',
  EURO: 'euro.aprs2.net',
  ASIA: 'asia.aprs2.net',
  AUNZ: 'aunz.aprs2.net',
  ROTA: 'rotate.aprs2.net',
} as const;
const LOCALES = ['NOAM', 'SOAM', 'EURO', 'ASIA', 'AUNZ', 'ROTA'] as const;

const MIN_PAUSE_SECONDS = 0.8;
const MAX_DELAY_SECONDS = 5;

const readCallSign = (text: string): string | undefined => parseCallSign(text) && text.trim().toUpperCase();
const upperCase = (text: string): string => text.toUpperCase();

/** http://www.aprs-is.net/Connecting.aspx */
export default defineService({
  id: 'aprs',
  name: 'Aprs',
  category: 'chat',
  homepage: 'https://www.aprs2.net/',
  schemes: { secure: ['aprs'] },
  limits: { title: 0, body: 67 },
  throttleSeconds: MIN_PAUSE_SECONDS,

  url: '{user}:{password}@{targets}',
  canonical: '{user}:{password}@{targets}',
  fields: {
    user: field.text('User Name', { required: true, read: upperCase }),
    password: field.secret('Password', { required: true, check: /^\d+$/, mask: 'all' }),
    targets: field.recipients(
      {
        callsign: {
          label: 'Target Callsign',
          pattern: /^[a-z0-9]{2,5}(-[a-z0-9]{1,2})?$/i,
          read: readCallSign,
        },
      },
      {
        required: 'published',
        aliases: [],
        undocumented: ['to'],
        split: parseCallSigns,
        keepInvalid: true,
        mask: 'ends',
      },
    ),
    to: field.text('Target Callsign', { mapTo: 'targets', written: 'never', unread: true }),
    locale: field.choice('Locale', LOCALES, { default: 'EURO', written: 'changed' }),
    delay: field.float('Resend Delay', { default: 0, min: 0, max: MAX_DELAY_SECONDS, written: 'changed' }),
  },
  resolve: (settings) => {
    if (settings.delay >= MAX_DELAY_SECONDS) throw new UrlError('invalid-field', { field: 'delay' });
    return settings;
  },
  write: ({ delay }) => (delay > 0 ? { delay: delay.toFixed(2) } : {}),
  identity: ({ user, password, locale }) => [user, password, locale],
  count: ({ targets }) => targets.callsign.length || 1,

  requests: ({ user, password, targets, locale, delay, options }, { body }) => {
    if (targets.callsign.length === 0) return [];
    return {
      protocol: 'aprs',
      ...serverOf({ host: HOSTS[locale], secure: false, options }, [PORT, PORT]),
      callSign: user,
      password,
      recipients: targets.callsign,
      text: body,
      pauseSeconds: MIN_PAUSE_SECONDS + delay,
    };
  },
});
