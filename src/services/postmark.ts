import { defineService, field, http } from '../service/index.ts';
import { mailApiUrl, NO_SUBJECT, orSender, readMail, readMailApiWith, unlessSender } from '../service/mail-api.ts';
import { addressOf, copiesBeside, readCopies, readMailboxes, unlessEmpty } from '../service/mailboxes.ts';
import { formatMailbox } from '../service/mime.ts';
import { parseMails } from '../text/mails.ts';

/** https://postmarkapp.com/developer/api/email-api */
export default defineService({
  id: 'postmark',
  name: 'Postmark',
  category: 'email',
  homepage: 'https://postmarkapp.com/',
  schemes: { secure: ['postmark'] },
  format: 'html',
  attachments: 'inline',
  throttleSeconds: 1.2,

  ...mailApiUrl,
  fields: {
    apikey: field.secret('API Key', { required: true }),
    from_email: field.text('Source Email', { required: true, read: readMail, safe: '@+', undocumented: ['from'] }),
    targets: field.recipients(
      { email: { label: 'Target Email', read: readMail } },
      { safe: '@', keepInvalid: 'alone' },
    ),
    from_name: field.text('From Name', { key: 'name' }),
    cc: field.list('Carbon Copy', { split: parseMails }),
    bcc: field.list('Blind Carbon Copy', { split: parseMails }),
    reply_to: field.list('Reply To Email', { key: 'reply', split: parseMails }),
  },
  identity: ['apikey', 'from_email'],
  read: readMailApiWith('from_email'),
  resolve: (settings) => {
    const { targets, from_email } = settings;
    return {
      ...settings,
      targets: orSender(targets, from_email),
      ...readCopies(settings),
      reply_to: readMailboxes(settings.reply_to),
    };
  },
  write: ({ targets, from_email }) => ({ targets: unlessSender(targets, from_email) }),
  count: ({ targets }) => Math.max(1, targets.email.length),

  requests: (settings, { title, body, format, attachments }) => {
    const { apikey, from_email, from_name, targets, reply_to } = settings;
    const files = attachments.map((file) => ({
      Name: file.name,
      Content: http.base64(file),
      ContentType: file.type,
    }));
    return targets.email.map((target) => {
      const { cc, bcc } = copiesBeside([target], settings);
      const replyTo = reply_to.filter((mailbox) => addressOf(mailbox) !== target);
      return http.post('https://api.postmarkapp.com/email', {
        headers: { Accept: 'application/json', 'X-Postmark-Server-Token': apikey },
        json: {
          From: formatMailbox({ name: from_name, address: from_email }),
          Subject: title || NO_SUBJECT,
          [format === 'html' ? 'HtmlBody' : 'TextBody']: body,
          Attachments: unlessEmpty(files),
          To: target,
          Cc: unlessEmpty(cc)?.join(','),
          Bcc: unlessEmpty(bcc)?.join(','),
          ReplyTo: unlessEmpty(replyTo)?.join(','),
        },
      });
    });
  },
});
