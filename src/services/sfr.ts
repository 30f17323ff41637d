import { defineService, field, http, PHONE_PATTERN, readPhone, UrlError } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

const escapeCharacter = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON on one line and in ASCII, as what a server takes a query's other characters for is not said anywhere. */
const asciiJson = (value: object): string =>
  JSON.stringify(value, undefined, 1)
    .replace(/,\n */g, ', ')
    .replace(/\n */g, '')
    .replace(/[\u0080-\uffff]/g, escapeCharacter);

/** https://www.dmc.sfr-sh.fr/ */
export default defineService({
  id: 'sfr',
  name: 'Société Française du Radiotéléphone',
  category: 'sms',
  homepage: 'https://www.sfr.fr/',
  schemes: { plain: ['sfr'] },
  limits: { title: 0, body: 160 },

  url: '{user}:{password}@{space_id}/{targets}',
  canonical: '{user}:{password}@{space_id}/{targets}',
  fields: {
    user: field.text('Service ID', { required: true }),
    password: field.secret('Service Password', { required: true, mask: 'all' }),
    space_id: field.secret('Space ID', { required: true }),
    targets: field.recipients(
      { phone: { label: 'Recipient Phone Number', key: 'target', pattern: PHONE_PATTERN, read: readPhone } },
      { required: 'published', split: parsePhones },
    ),
    sender: field.text('Sender Name', { required: 'published', default: '', aliases: ['from'], writtenAs: 'from' }),
    timeout: field.integer('Timeout', { default: 2880, lenient: true }),
    voice: field.text('TTS Voice', { default: 'claire08s', published: { values: ['claire08s', 'laura8k'] } }),
    lang: field.text('Language', { required: 'published', default: 'fr_FR' }),
    media: field.text('Media Type', {
      required: 'published',
      default: 'SMSUnicode',
      published: { values: ['SMS', 'SMSLong', 'SMSUnicode', 'SMSUnicodeLong'] },
    }),
  },
  resolve: (settings) => {
    if (settings.targets.phone.length === 0) throw new UrlError('missing-field', { field: 'targets' });
    return settings;
  },
  identity: ['user', 'password', 'space_id'],

  accept: [200, 204],
  failure: (reply) => (reply.json<{ success: boolean }>()?.success ? undefined : 'SFR did not take it'),
  requests: (settings, { body }) => {
    const { user, password, space_id, targets, sender, timeout, voice, lang, media } = settings;
    const login = asciiJson({ serviceId: user, servicePassword: password, spaceId: space_id, lang });
    return targets.phone.map((to) =>
      http.post('https://www.dmc.sfr-sh.fr/DmcWS/1.5.8/JsonService/MessagesUnitairesWS/addSingleCall', {
        headers: { 'User-Agent': undefined },
        query: {
          authenticate: login,
          messageUnitaire: asciiJson({ media, textMsg: body, to, from: sender, timeout, ttsVoice: voice }),
        },
      }),
    );
  },
});
