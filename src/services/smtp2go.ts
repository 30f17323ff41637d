import { defineService, field, http, UrlError } from '../service/index.ts';
import { domainMailFields, lateCopiesFields } from '../service/mail-api.ts';
import { copiesBeside, mailBatches, orOneself, readCopies, unlessEmpty, unlessOneself } from '../service/mailboxes.ts';
import { formatMailbox } from '../service/mime.ts';
import { isMail, parseMails } from '../text/mails.ts';

const MAX_RECIPIENTS = 100;

/** https://developers.smtp2go.com/docs/send-an-email */
export default defineService({
  id: 'smtp2go',
  name: 'SMTP2Go',
  category: 'email',
  homepage: 'https://www.smtp2go.com/',
  schemes: { secure: ['smtp2go'] },
  format: 'html',
  attachments: 'inline',
  throttleSeconds: 0.2,

  url: ['{user}@{host}/{apikey}/', '{user}@{host}/{apikey}/{targets}'],
  canonical: '{user}@{host}/{apikey}/{targets}',
  fields: {
    ...domainMailFields,
    targets: field.list('Target Emails', { aliases: ['to'], split: parseMails }),
    batch: field.flag('Batch Mode', { default: false }),
    headers: field.map('Email Header', '+', { late: false }),
    from_name: field.text('From Name', { key: 'name', late: true }),
    ...lateCopiesFields,
  },
  identity: ['user', 'host', 'apikey'],
  resolve: (settings) => {
    const from = `${settings.user}@${settings.host}`;
    if (!isMail(from)) throw new UrlError('invalid-field', { field: 'user' });
    const sender = formatMailbox({ name: settings.from_name, address: from });
    return {
      ...settings,
      sender,
      given: settings.targets,
      targets: orOneself(settings.targets, sender),
      ...readCopies(settings),
    };
  },
  write: ({ targets, given, user, host }) => ({ targets: unlessOneself(targets, given, `${user}@${host}`) }),
  count: (settings) => Math.max(1, mailBatches(settings, MAX_RECIPIENTS).length),

  requests: (settings, { title, body, format, attachments }) => {
    const { apikey, sender, headers } = settings;
    const files = attachments.map((file) => ({
      filename: file.name,
      fileblob: http.base64(file),
      mimetype: file.type,
    }));
    const custom = Array.from(headers, ([header, value]) => ({ header, value }));
    return mailBatches(settings, MAX_RECIPIENTS).map((to) => {
      const { cc, bcc } = copiesBeside(to, settings);
      return http.post('https://api.smtp2go.com/v3/email/send', {
        headers: { Accept: 'application/json' },
        json: {
          api_key: apikey,
          sender,
          subject: title,
          to,
          attachments: unlessEmpty(files),
          [format === 'html' ? 'html_body' : 'text_body']: body,
          cc: unlessEmpty(cc),
          bcc: unlessEmpty(bcc),
          custom_headers: unlessEmpty(custom),
        },
      });
    });
  },
});
