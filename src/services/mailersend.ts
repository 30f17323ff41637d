import { defineService, field, http } from '../service/index.ts';
import {
  asEmails,
  countMails,
  mailApiFields,
  mailApiUrl,
  NO_SUBJECT,
  readMail,
  readMailApi,
  resolveMailApi,
  writeMailApi,
} from '../service/mail-api.ts';
import { copiesBeside } from '../service/mailboxes.ts';
import { convert } from '../text/convert/index.ts';

/** https://developers.mailersend.com/api/v1/email.html */
export default defineService({
  id: 'mailersend',
  name: 'MailerSend',
  category: 'email',
  homepage: 'https://www.mailersend.com/',
  schemes: { secure: ['mailersend'] },
  format: 'html',
  attachments: 'inline',
  throttleSeconds: 0.2,

  ...mailApiUrl,
  fields: {
    apikey: field.secret('API Key', { required: true, pattern: /^[a-zA-Z0-9._-]+$/i }),
    ...mailApiFields,
    targets: field.recipients(
      { email: { label: 'Target Email', read: readMail } },
      { sorted: true, safe: '@', keepInvalid: 'alone' },
    ),
    reply_to: field.text('Reply To', { key: 'reply', read: readMail }),
  },
  identity: ['apikey', 'from_email'],
  read: readMailApi,
  resolve: (settings) => resolveMailApi(settings),
  write: writeMailApi,
  count: countMails,

  accept: [200, 202],
  requests: (settings, { title, body, format, attachments }) => {
    const { apikey, from_email, targets, reply_to } = settings;
    const isHtml = format === 'html';
    const files = attachments.map((file) => ({
      content: http.base64(file),
      filename: file.name,
      disposition: 'attachment',
    }));
    return targets.email.map((email) => {
      const { cc, bcc } = copiesBeside([email], settings);
      return http.post('https://api.mailersend.com/v1/email', {
        auth: http.bearer(apikey),
        headers: { Accept: 'application/json' },
        json: {
          from: { email: from_email },
          to: [{ email }],
          subject: title || NO_SUBJECT,
          html: isHtml ? body : convert(body, 'text', 'html'),
          text: isHtml ? convert(body, 'html', 'text') : body,
          attachments: files.length > 0 ? files : undefined,
          reply_to: reply_to === undefined ? undefined : { email: reply_to },
          cc: asEmails(cc),
          bcc: asEmails(bcc),
        },
      });
    });
  },
});
