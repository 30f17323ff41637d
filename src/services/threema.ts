import { defineService, field, http, phoneRecipient, readPhone } from '../service/index.ts';
import { sortByText, splitPhrases } from '../text/lists.ts';
import { parseMail } from '../text/mails.ts';

interface Recipient {
  readonly parameter: 'to' | 'email' | 'phone';
  readonly value: string;
}

/** Whom a text names: by a Threema identity of eight characters, a mail address or a phone number. */
function readRecipient(text: string): Recipient | undefined {
  if (/^.{8}$/u.test(text)) return { parameter: 'to', value: text };
  const mail = parseMail(text)?.fullEmail;
  if (mail) return { parameter: 'email', value: mail };
  const phone = readPhone(text);
  return phone === undefined ? undefined : { parameter: 'phone', value: phone };
}

/** https://gateway.threema.ch/en/developer/api */
export default defineService({
  id: 'threema',
  name: 'Threema Gateway',
  category: 'sms',
  homepage: 'https://gateway.threema.ch/',
  schemes: { secure: ['threema'] },
  limits: { title: 0, body: 3500 },

  url: '{gateway_id}@{secret}/{targets}',
  canonical: '{gateway_id}@{secret}/{targets}',
  fields: {
    user: field.secret('Gateway ID', {
      key: 'gateway_id',
      required: true,
      aliases: ['from', 'gwid'],
      check: /^.{8}$/u,
      mask: 'none',
    }),
    secret: field.secret('API Secret', { required: true, aliases: ['secret'], mask: 'all' }),
    targets: field.list('Targets', {
      required: 'published',
      aliases: ['to'],
      split: splitPhrases,
      safe: '@+',
      kinds: {
        phone: phoneRecipient,
        email: { label: 'Target Email' },
        threema_id: { label: 'Target Threema ID' },
      },
    }),
  },
  resolve: (settings) => {
    const named = settings.targets.flatMap((text) => readRecipient(text) ?? []);
    const recipients = sortByText(named, ({ value }) => value);
    const invalid = settings.targets.filter((text) => readRecipient(text) === undefined);
    return { ...settings, recipients, targets: [...recipients.map(({ value }) => value), ...invalid] };
  },
  identity: ['user', 'secret'],
  count: ({ recipients }) => recipients.length || 1,

  requests: ({ user, secret, recipients }, { body }) =>
    recipients.map(({ parameter, value }) =>
      http.post('https://msgapi.threema.ch/send_simple', {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
        query: { secret, from: user, text: body, [parameter]: value },
      }),
    ),
});
