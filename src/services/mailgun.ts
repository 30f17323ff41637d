import { defineService, field, http, UrlError } from '../service/index.ts';
import { domainMailFields, lateCopiesFields } from '../service/mail-api.ts';
import {
  addressOf,
  copiesBeside,
  mailBatches,
  orOneself,
  readCopies,
  readMailbox,
  unlessEmpty,
} from '../service/mailboxes.ts';
import { formatMailbox } from '../service/mime.ts';
import { parseMails } from '../text/mails.ts';

const MAX_RECIPIENTS = 2000;
const APIS = { us: 'https://api.mailgun.net/v3', eu: 'https://api.eu.mailgun.net/v3' } as const;

/** https://documentation.mailgun.com/docs/mailgun/api-reference/openapi-final/tag/Messages/ */
export default defineService({
  id: 'mailgun',
  name: 'Mailgun',
  category: 'email',
  homepage: 'https://www.mailgun.com/',
  schemes: { secure: ['mailgun'] },
  format: 'html',
  attachments: 'streamed',
  throttleSeconds: 0.2,

  url: ['{user}@{host}/{apikey}/', '{user}@{host}/{apikey}/{targets}'],
  canonical: '{user}@{host}/{apikey}/{targets}/',
  fields: {
    ...domainMailFields,
    targets: field.list('Targets', {
      aliases: ['to'],
      split: parseMails,
      kinds: { email: { label: 'Target Email' } },
    }),
    region_name: field.choice('Region Name', ['us', 'eu'], { key: 'region', default: 'us' }),
    batch: field.flag('Batch Mode', { default: false }),
    headers: field.map('Email Header', '+', { late: false }),
    tokens: field.map('Template Tokens', ':', { late: false }),
    from_addr: field.text('From Name', { key: 'name', aliases: ['from'], late: true }),
    ...lateCopiesFields,
  },
  identity: ['host', 'apikey', 'region_name'],
  resolve: (settings) => {
    const { user, host, from_addr, targets } = settings;
    const own = readMailbox(`${user}@${host}`);
    if (own === undefined) throw new UrlError('invalid-field', { field: 'user' });
    const sender = from_addr === undefined ? undefined : readMailbox(from_addr);
    return {
      ...settings,
      sender,
      from_addr: from_addr ?? 'Apprise',
      own,
      given: targets,
      targets: orOneself(targets, addressOf(sender ?? own)),
      ...readCopies(settings),
    };
  },
  // Without valid recipients it must not read back as mail to oneself.
  write: ({ targets, given }) => (targets.length === 0 ? { targets: given } : {}),
  count: (settings) => Math.max(1, mailBatches(settings, MAX_RECIPIENTS).length),

  requests: (settings, { title, body, format, attachments }) => {
    const { host, apikey, region_name, sender, own, from_addr, tokens, headers, options } = settings;
    const from = sender ?? formatMailbox({ name: from_addr, address: own });
    return mailBatches(settings, MAX_RECIPIENTS).map((to) => {
      const { cc, bcc } = copiesBeside(to, settings);
      const form = {
        'o:skip-verification': options.verify ? 'False' : 'True',
        from,
        subject: title,
        [format === 'html' ? 'html' : 'text']: body,
        to: to.join(','),
        cc: unlessEmpty(cc)?.join(','),
        bcc: unlessEmpty(bcc)?.join(','),
        ...Object.fromEntries(Array.from(tokens, ([name, value]) => [`v:${name}`, value])),
        ...Object.fromEntries(Array.from(headers, ([name, value]) => [`h:${name}`, value])),
      };
      const files = attachments.map((value, index) => ({ name: `attachment[${index}]`, value, type: null }));
      return http.post(`${APIS[region_name]}/${host}/messages`, {
        auth: http.basic('api', apikey),
        headers: { Accept: 'application/json' },
        ...(files.length > 0 ? { multipart: [...http.parts(form), ...files] } : { form }),
      });
    });
  },
});
