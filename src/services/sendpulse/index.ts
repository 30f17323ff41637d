// `deliver`: mail needs the token of a login; one that is no longer good is replaced for the mail it was refused for.
import type { Reply } from '../../service/http.ts';
import { defineService, field, http, UrlError } from '../../service/index.ts';
import { NO_SUBJECT } from '../../service/mail-api.ts';
import { addressOf, copiesBeside, readMailbox, readMailboxes, unlessEmpty } from '../../service/mailboxes.ts';
import { convert } from '../../text/convert/index.ts';
import { isMail, parseMail, parseMails } from '../../text/mails.ts';
import { splitPath, unquote } from '../../text/url.ts';
import { API, login, TOKEN } from './login.ts';

const UNAUTHORIZED = 401;

const KEY_PATTERN = /^[A-Z0-9._-]+$/i;

const person = (mailbox: string, name?: string) => ({
  email: addressOf(mailbox),
  name: parseMail(mailbox)?.name || name,
});

/** https://sendpulse.com/integrations/api/smtp */
export default defineService({
  id: 'sendpulse',
  name: 'SendPulse',
  category: 'email',
  homepage: 'https://sendpulse.com',
  schemes: { secure: ['sendpulse'] },
  format: 'html',
  attachments: 'inline',
  throttleSeconds: 0.2,

  url: ['{user}@{host}/{client_secret}/', '{user}@{host}/{client_id}/{client_secret}/{targets}'],
  canonical: '{user}@{host}/{client_id}/{client_secret}/{targets}',
  commonFirst: true,
  fields: {
    user: field.text('User Name', { required: 'published', unread: true }),
    host: field.text('Domain', { required: 'published', unread: true }),
    client_id: field.secret('Client ID', { required: true, aliases: ['id'], pattern: KEY_PATTERN }),
    client_secret: field.secret('Client Secret', { required: true, aliases: ['secret'], pattern: KEY_PATTERN }),
    targets: field.list('Targets', { aliases: ['to'], split: parseMails, kinds: { email: { label: 'Target Email' } } }),
    cc: field.list('Carbon Copy', { split: parseMails }),
    bcc: field.list('Blind Carbon Copy', { split: parseMails }),
    template: field.integer('Template ID'),
    from_addr: field.text('From Email', { key: 'from' }),
    template_data: field.map('Template Data', '+'),
  },
  // Where the query has the whole address of the sender, the path begins in the place of the host.
  read(raw, { user = '', host, path = '', query }) {
    const isAddressed = isMail(query.get('from') ?? '') || isMail(unquote(user));
    const entries = [...(isAddressed && host ? [unquote(host)] : []), ...splitPath(path)];
    return {
      ...raw,
      user: unquote(user),
      host: isAddressed ? undefined : unquote(host),
      client_id: query.get('id') ? undefined : entries.shift(),
      client_secret: query.get('secret') ? undefined : entries.shift(),
      targets: entries,
    };
  },
  resolve: (settings) => {
    const { user = '', host, from_addr, targets } = settings;
    const own = host ? undefined : parseMail(user);
    const sender = parseMail(from_addr ?? '') ?? own;
    const from = sender?.fullEmail ?? `${user.split(/[\s@]/)[0]}@${host}`;
    if (!isMail(from)) throw new UrlError('invalid-field', { field: 'user' });
    const mailboxes = targets.flatMap((text) => readMailbox(text) ?? []);
    return {
      ...settings,
      from,
      name: (sender ? sender.name : from_addr) || undefined,
      targets: mailboxes.length > 0 ? mailboxes : [from],
      cc: readMailboxes(settings.cc),
      bcc: readMailboxes(settings.bcc),
    };
  },
  write: ({ from, name, targets }) => ({
    user: from.slice(0, from.indexOf('@')),
    host: from.slice(from.indexOf('@') + 1),
    from_addr: name,
    targets: targets.length === 1 && targets[0] === from ? [] : targets,
  }),
  identity: ['client_id', 'client_secret'],
  count: ({ targets }) => targets.length,

  accept: [200, 202],
  failure: (reply: Reply) => (reply.json() ? undefined : 'The answer is no JSON'),
  async deliver(settings, { title, body, format, attachments }, context) {
    const { from, name = context.asset.appId, targets, template, template_data } = settings;
    const files = attachments.map((file) => [file.name, http.base64(file)] as const);
    const html = { text: convert(body, 'html', 'text'), html: Buffer.from(body).toString('base64') };
    const mail = {
      from: { name, email: from },
      subject: title || NO_SUBJECT,
      ...(format === 'html' ? html : { text: body }),
      attachments_binary: files.length > 0 ? Object.fromEntries(files) : undefined,
      template: template && { id: template, variables: Object.fromEntries(template_data) },
    };

    let token = (await context.session.get(TOKEN)) ?? (await login(settings, context));
    for (const target of targets) {
      if (typeof token !== 'string') return;
      const { cc, bcc } = copiesBeside([target], settings);
      const to = person(target, addressOf(target) === from ? name : undefined);
      const send = (auth: string, tolerated: readonly number[]): Promise<Reply> =>
        context.send(
          http.post(`${API}/smtp/emails`, {
            auth: http.bearer(auth),
            json: {
              email: {
                ...mail,
                to: [to],
                cc: unlessEmpty(cc.map((mailbox) => person(mailbox))),
                bcc: unlessEmpty(bcc.map((mailbox) => person(mailbox))),
              },
            },
            tolerated,
          }),
        );
      const { status } = await send(token, [UNAUTHORIZED]);
      if (status !== UNAUTHORIZED) continue;
      token = await login(settings, context);
      if (token !== undefined) await send(token, []);
    }
  },
});
