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

/** https://developers.brevo.com/reference/sendtransacemail lists the kinds of files that are taken. */
const EXTENSIONS = new RegExp(
  '\\.(xlsx|xls|ods|docx|docm|doc|csv|pdf|txt|rtf|msg|pub|mobi|ppt|pptx|eps|odt|ics|xml|css|html|htm|shtml|gif|jpg|jpeg|' +
    'png|tif|tiff|bmp|cgm|zip|tar|ez|pkpass|mp3|m4a|m4v|wma|ogg|flac|wav|aif|aifc|aiff|mp4|mov|avi|mkv|mpeg|mpg|wmv)$',
  'i',
);

export default defineService({
  id: 'brevo',
  name: 'Brevo',
  category: 'email',
  homepage: 'https://www.brevo.com/',
  schemes: { secure: ['brevo'] },
  format: 'html',
  attachments: 'inline',
  throttleSeconds: 0.2,

  ...mailApiUrl,
  fields: {
    apikey: field.secret('API Key', { required: true, pattern: /^[a-zA-Z0-9._-]+$/i }),
    ...mailApiFields,
    reply_to: field.text('Reply To Email', { key: 'reply', read: readMail }),
  },
  identity: ['apikey', 'from_email'],
  read: readMailApi,
  resolve: (settings) => resolveMailApi(settings),
  write: writeMailApi,
  count: countMails,

  accept: [200, 201, 202],
  requests: (settings, { title, body, format, attachments }) => {
    const { apikey, from_email, targets, reply_to } = settings;
    const isHtml = format === 'html';
    const files = attachments.map((file) => ({
      content: http.base64(file),
      name: EXTENSIONS.test(file.name) ? file.name : `${file.name}.txt`,
    }));
    return targets.email.map((email) => {
      const { cc, bcc } = copiesBeside([email], settings);
      return http.post('https://api.brevo.com/v3/smtp/email', {
        headers: { Accept: 'application/json', 'api-key': apikey },
        json: {
          sender: { email: from_email },
          to: [{ email }],
          subject: title || NO_SUBJECT,
          htmlContent: isHtml ? body : convert(body, 'text', 'html'),
          textContent: isHtml ? convert(body, 'html', 'text') : body,
          attachment: files.length > 0 ? files : undefined,
          replyTo: reply_to === undefined ? undefined : { email: reply_to },
          cc: asEmails(cc),
          bcc: asEmails(bcc),
        },
      });
    });
  },
});
