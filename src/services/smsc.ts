import { defineService, field, http, phoneRecipient } from '../service/index.ts';
import { parsePhones } from '../text/phones.ts';

/** What the error codes of a reply mean. */
const ERRORS: Readonly<Record<number, string>> = {
  1: 'a parameter is invalid',
  2: 'login or password is wrong',
  3: 'the credit does not suffice',
  4: 'the address of the sender is blocked for a while',
  5: 'the date is invalid',
  6: 'the message is forbidden',
  7: 'the format of a number is not accepted',
  8: 'the message cannot be delivered to this number',
  9: 'too many requests',
};

/** https://smsc.ru/api/http/send/sms/ */
export default defineService({
  id: 'smsc',
  name: 'SMSC',
  category: 'sms',
  homepage: 'https://smsc.ru/',
  schemes: { secure: ['smsc'] },
  attachments: 'streamed',
  limits: { title: 0, body: 160 },

  url: '{user}:{password}@{targets}',
  fields: {
    user: field.text('Login', { required: true, mask: 'ends' }),
    password: field.secret('Password', { required: true, mask: 'all' }),
    targets: field.recipients({ phone: phoneRecipient }, { required: 'published', split: parsePhones }),
    sender: field.text('Sender ID'),
    translit: field.flag('Transliterate', { default: false, written: 'set' }),
  },
  identity: ['user', 'password'],
  count: ({ targets }) => targets.phone.length || 1,

  failure: (reply) => {
    const code = reply.json<{ error_code: number }>()?.error_code;
    return code === undefined ? undefined : (ERRORS[code] ?? `SMSC reports error ${code}`);
  },
  requests: ({ user, password, targets, sender, translit }, { body, attachments }) => {
    if (targets.phone.length === 0) return [];
    const members = {
      login: user,
      psw: password,
      phones: targets.phone.join(','),
      // Answers in JSON.
      fmt: '3',
      sender,
      translit: translit ? '1' : undefined,
      mes: body,
    };
    const files = attachments.map((value, index) => ({ name: `mes${index}`, value }));
    return http.post('https://smsc.ru/sys/send.php', {
      headers: { 'User-Agent': undefined },
      ...(files.length > 0 ? { multipart: [...http.parts({ ...members, mms: '1' }), ...files] } : { form: members }),
    });
  },
});
