// `deliver`: too many requests are tried again with a pause of the vendor's own.
import { defineService, field, http, UrlError } from '../service/index.ts';
import { domainMailFields, lateCopiesFields } from '../service/mail-api.ts';
import {
  addressOf,
  copiesBeside,
  mailBatches,
  orOneself,
  readCopies,
  unlessEmpty,
  unlessOneself,
} from '../service/mailboxes.ts';
import { formatMailbox } from '../service/mime.ts';
import { isMail, parseMail, parseMails } from '../text/mails.ts';

const MAX_RECIPIENTS = 2000;
const APIS = { us: 'https://api.sparkpost.com/api/v1', eu: 'https://api.eu.sparkpost.com/api/v1' } as const;
const ATTEMPTS = 3;
const PAUSE_SECONDS = 5;
const TOO_MANY_REQUESTS = 429;

const address = (mailbox: string) => ({ email: addressOf(mailbox), name: parseMail(mailbox)?.name || undefined });

/** https://developers.sparkpost.com/api/transmissions/ */
export default defineService({
  id: 'sparkpost',
  name: 'SparkPost',
  category: 'email',
  homepage: 'https://sparkpost.com/',
  schemes: { secure: ['sparkpost'] },
  format: 'html',
  attachments: 'inline',
  throttleSeconds: 0.2,

  url: ['{user}@{host}/{apikey}/', '{user}@{host}/{apikey}/{targets}'],
  canonical: '{user}@{host}/{apikey}/{targets}/',
  fields: {
    ...domainMailFields,
    targets: field.list('Target Emails', { aliases: ['to'], split: parseMails }),
    region_name: field.choice('Region Name', ['us', 'eu'], { key: 'region', default: 'us' }),
    batch: field.flag('Batch Mode', { default: false }),
    headers: field.map('Email Header', '+', { late: false }),
    tokens: field.map('Template Tokens', ':', { late: false }),
    from_name: field.text('From Name', { key: 'name', late: true }),
    ...lateCopiesFields,
  },
  identity: ['user', 'apikey', 'host'],
  resolve: (settings) => {
    const from = `${settings.user}@${settings.host}`;
    if (!isMail(from)) throw new UrlError('invalid-field', { field: 'user' });
    const sender = formatMailbox({ name: settings.from_name, address: from });
    const { targets } = settings;
    return {
      ...settings,
      from,
      sender,
      given: targets,
      targets: orOneself(targets, sender),
      ...readCopies(settings),
    };
  },
  write: ({ targets, given, from }) => ({ targets: unlessOneself(targets, given, from) }),
  count: (settings) => Math.max(1, mailBatches(settings, MAX_RECIPIENTS).length),

  async deliver(settings, { title, body, format, attachments }, context) {
    const { apikey, targets, from, sender, from_name, region_name, headers, tokens } = settings;
    if (targets.length === 0) context.fail('There are no recipients');
    const files = attachments.map((file) => ({ name: file.name, type: file.type, data: http.base64(file) }));
    for (const to of mailBatches(settings, MAX_RECIPIENTS)) {
      const { cc, bcc } = copiesBeside(to, settings);
      const first = addressOf(to[0]!);
      const extra = { ...Object.fromEntries(headers), ...(cc.length > 0 && { CC: cc.map(addressOf).join(',') }) };
      const request = http.post(`${APIS[region_name]}/transmissions/`, {
        auth: apikey,
        headers: { Accept: 'application/json' },
        json: {
          options: { open_tracking: false, click_tracking: false },
          content: {
            from: { name: from_name ?? context.asset.appDescription, email: from },
            subject: title.trim() ? title : '.',
            reply_to: sender,
            [format === 'html' ? 'html' : 'text']: body,
            attachments: unlessEmpty(files),
            headers: Object.keys(extra).length > 0 ? extra : undefined,
          },
          substitution_data: Object.fromEntries(tokens),
          recipients: [
            ...to.map((mailbox) => ({ address: address(mailbox) })),
            ...cc.map((mailbox) => ({ address: { ...address(mailbox), header_to: first } })),
            ...bcc.map((email) => ({ address: { email, header_to: first } })),
          ],
        },
      });
      for (let attempt = 1; ; attempt++) {
        const tolerated = attempt < ATTEMPTS ? [TOO_MANY_REQUESTS] : [];
        const { status } = await context.send({ ...request, tolerated });
        if (!tolerated.includes(status)) break;
        await context.sleep(PAUSE_SECONDS);
      }
    }
  },
});
