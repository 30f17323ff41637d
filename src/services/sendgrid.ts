import { defineService, field, http } from '../service/index.ts';
import {
  asEmails,
  countMails,
  mailApiFields,
  mailApiUrl,
  NO_SUBJECT,
  readMailApi,
  resolveMailApi,
  writeMailApi,
} from '../service/mail-api.ts';
import { copiesBeside } from '../service/mailboxes.ts';

/** https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
export default defineService({
  id: 'sendgrid',
  name: 'SendGrid',
  category: 'email',
  homepage: 'https://sendgrid.com',
  schemes: { secure: ['sendgrid'] },
  format: 'html',
  attachments: 'inline',
  throttleSeconds: 0.2,

  ...mailApiUrl,
  fields: {
    apikey: field.secret('API Key', { required: true, pattern: /^[A-Z0-9._-]+$/i }),
    ...mailApiFields,
    template: field.text('Template'),
    template_data: field.map('Template Data', '+'),
  },
  identity: ['apikey', 'from_email'],
  read: readMailApi,
  resolve: (settings) => resolveMailApi(settings),
  write: writeMailApi,
  count: countMails,

  accept: [200, 202],
  statuses: {
    401: 'Unauthorized - You do not have authorization to make the request',
    413: 'Payload too large',
    429: 'Too many requests',
  },
  requests: (settings, { title, body, format, attachments }) => {
    const { apikey, from_email, targets, template, template_data } = settings;
    const files = attachments.map((file) => ({
      content: http.base64(file),
      filename: file.name,
      type: 'application/octet-stream',
      disposition: 'attachment',
    }));
    const data = template !== undefined && template_data.size > 0 ? Object.fromEntries(template_data) : undefined;
    return targets.email.map((email) => {
      const { cc, bcc } = copiesBeside([email], settings);
      return http.post('https://api.sendgrid.com/v3/mail/send', {
        auth: http.bearer(apikey),
        json: {
          personalizations: [{ to: [{ email }], cc: asEmails(cc), bcc: asEmails(bcc), dynamic_template_data: data }],
          from: { email: from_email },
          subject: title || NO_SUBJECT,
          content: [{ type: format === 'text' ? 'text/plain' : 'text/html', value: body }],
          attachments: files.length > 0 ? files : undefined,
          template_id: template,
        },
      });
    });
  },
});
