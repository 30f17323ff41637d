import { defineService, field, http, plusPhoneRecipient } from '../service/index.ts';

const API = 'https://api2.serwersms.pl/messages';

/** https://dev.serwersms.pl/https-api-v2/en/messages/sms-sending */
export default defineService({
  id: 'serwersms',
  name: 'SerwerSMS',
  category: 'sms',
  homepage: 'https://serwersms.pl',
  schemes: { secure: ['serwersms'] },
  attachments: 'streamed',
  limits: { title: 0, body: 160 },

  url: ['{user}:{password}@{sender}/{targets}', '{user}:{password}@{sender}'],
  canonical: '{user}:{password}@{sender}/{targets}',
  fields: {
    user: field.text('Username', { required: true, mask: 'ends' }),
    password: field.secret('Password', { required: true, mask: 'all' }),
    sender: field.text('Sender Name', {
      required: true,
      pattern: /^[a-z0-9][a-z0-9 _-]{0,10}$/i,
      aliases: ['sender', 'from'],
    }),
    targets: field.recipients(
      {
        phone: plusPhoneRecipient,
        group: { label: 'Target Group ID', prefix: '#', read: (text) => /^#(\d+)$/.exec(text)?.[1] },
      },
      { sorted: true, safe: '+', keepInvalid: true },
    ),
  },
  identity: ['user', 'sender'],
  count: ({ targets }) => targets.phone.length + targets.group.length || 1,

  failure: (reply) => (reply.json<{ success: boolean }>()?.success ? undefined : 'SerwerSMS did not take it'),
  requests: ({ user, password, sender, targets }, { body, attachments }) => {
    const message = { username: user, password, text: body, sender };
    const files = attachments.map((value) => ({ name: 'file', value }));
    const recipients = [
      ...targets.phone.map((phone) => ({ phone })),
      ...targets.group.map((group_id) => ({ group_id })),
    ];
    return recipients.map((recipient) => {
      const members = { ...message, ...recipient };
      if (files.length === 0) return http.post(`${API}/send_sms`, { json: members });
      return http.post(`${API}/send_mms`, { multipart: [...http.parts(members), ...files] });
    });
  },
});
