import { defineService, field, http, UrlError } from '../service/index.ts';
import { addressOf, copiesBeside, readMailbox, readMailboxes, unlessEmpty } from '../service/mailboxes.ts';
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
    user: field.text('User Name', { required: true, verbatim: true }),
    host: field.text('Domain', { required: true }),
    apikey: field.secret('API Key', { required: true }),
    targets: field.list('Target Emails', { aliases: ['to'], split: parseMails }),
    batch: field.flag('Batch Mode', { default: false }),
    headers: field.map('Email Header', '+', { late: false }),
    from_name: field.text('From Name', { key: 'name', late: true }),
    cc: field.list('Carbon Copy', { split: parseMails, late: true }),
    bcc: field.list('Blind Carbon Copy', { split: parseMails, late: true }),
  },
  identity: ['user', 'host', 'apikey'],
  resolve: (settings) => {
    const from = `${settings.user}@${settings.host}`;
    if (!isMail(from)) throw new UrlError('invalid-field', { field: 'user' });
    const sender = formatMailbox({ name: settings.from_name, address: from });
    return {
      ...settings,
      sender,
      targets: settings.targets.length > 0 ? settings.targets.flatMap((text) => readMailbox(text) ?? []) : [sender],
      cc: readMailboxes(settings.cc),
      bcc: readMailboxes(settings.bcc).map(addressOf),
    };
  },
  write: ({ targets, user, host }) =>
    targets.length === 1 && addressOf(targets[0]!) === `${user}@${host}` ? { targets: [] } : {},
  count: ({ targets, batch }) => Math.max(1, batch ? Math.ceil(targets.length / MAX_RECIPIENTS) : targets.length),

  requests: (settings, { title, body, format, attachments }) => {
    const { apikey, sender, targets, batch, headers } = settings;
    const files = attachments.map((file) => ({
      filename: file.name,
      fileblob: http.base64(file),
      mimetype: file.type,
    }));
    const custom = Array.from(headers, ([header, value]) => ({ header, value }));
    return http.chunk(targets, batch ? MAX_RECIPIENTS : 1).map((to) => {
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
