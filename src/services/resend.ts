import { defineService, field, http } from '../service/index.ts';
import { NO_SUBJECT, orSender, readMail, readMailApiWith, unlessSender } from '../service/mail-api.ts';
import { addressOf, copiesBeside, readCopies, readMailbox, readMailboxes, unlessEmpty } from '../service/mailboxes.ts';
import { formatMailbox } from '../service/mime.ts';
import { parseMail, parseMails } from '../text/mails.ts';

/** https://resend.com/docs/api-reference/emails/send-email */
export default defineService({
  id: 'resend',
  name: 'Resend',
  category: 'email',
  homepage: 'https://resend.com',
  schemes: { secure: ['resend'] },
  format: 'html',
  attachments: 'inline',
  throttleSeconds: 0.2,

  url: '{apikey}:{from_addr}[/{targets}]',
  canonical: '{apikey}:{from_addr}/{targets}',
  commonFirst: true,
  fields: {
    apikey_argument: field.alias('API Key', [], { key: 'apikey', mapTo: 'apikey' }),
    name_argument: field.alias('From Name', [], { key: 'name', mapTo: 'from_addr' }),
    from_argument: field.alias('From Address', [], { key: 'from', mapTo: 'from_addr' }),
    apikey: field.secret('API Key', { required: true, pattern: /^[A-Z0-9._-]+$/i }),
    from_addr: field.text('Source Email', { required: true, read: readMailbox, safe: '@+', undocumented: ['from'] }),
    targets: field.recipients(
      { email: { label: 'Target Email', read: readMail } },
      { safe: '@', keepInvalid: 'alone' },
    ),
    cc: field.list('Carbon Copy', { split: parseMails }),
    bcc: field.list('Blind Carbon Copy', { split: parseMails }),
    reply_to: field.list('Reply To', { key: 'reply', split: parseMails }),
    from_name: field.text('From Name', { key: 'name', unpublished: true }),
  },
  // The reference has a pair of name and address in it.
  identity: ({ apikey, from_name, from_addr }) => ['resend', apikey, `('${from_name ?? ''}', '${from_addr}')`],
  read: readMailApiWith('from_addr'),
  resolve: (settings) => {
    const { targets, from_addr } = settings;
    const sender = addressOf(from_addr);
    return {
      ...settings,
      from_addr: sender,
      from_name: settings.from_name ?? (parseMail(from_addr)?.name || undefined),
      targets: orSender(targets, sender),
      ...readCopies(settings),
      reply_to: readMailboxes(settings.reply_to),
    };
  },
  write: ({ targets, from_addr }) => ({ targets: unlessSender(targets, from_addr) }),
  count: ({ targets }) => targets.email.length,

  accept: [200, 202],
  requests: (settings, { title, body, format, attachments }) => {
    const { apikey, from_addr, from_name, targets, reply_to } = settings;
    const files = attachments.map((file) => ({
      content: http.base64(file),
      filename: file.name,
      type: 'application/octet-stream',
      disposition: 'attachment',
    }));
    return targets.email.map((target) => {
      const { cc, bcc } = copiesBeside([target], settings);
      return http.post('https://api.resend.com/emails', {
        auth: http.bearer(apikey),
        json: {
          from: formatMailbox({ name: from_name, address: from_addr }),
          subject: title || NO_SUBJECT,
          [format === 'text' ? 'text' : 'html']: body,
          attachments: unlessEmpty(files),
          to: target,
          cc: unlessEmpty(cc),
          bcc: unlessEmpty(bcc),
          reply_to: unlessEmpty(reply_to.filter((mailbox) => addressOf(mailbox) !== target)),
        },
      });
    });
  },
});
