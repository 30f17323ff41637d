// `deliver`: everything needs the token of a login, the sender's address may be asked for, and big files go to a draft.
import type { DeliverContext, Raw } from '../../service/define.ts';
import type { Json, Reply } from '../../service/http.ts';
import { DeliveryError, defineService, field, http, UrlError } from '../../service/index.ts';
import { addressOf, copiesBeside, readMailbox, readMailboxes, unlessEmpty } from '../../service/mailboxes.ts';
import type { Attachment } from '../../service/message.ts';
import { isMail, parseMail, parseMails } from '../../text/mails.ts';
import { quote, splitPath, unquote, type UrlParts } from '../../text/url.ts';
import { Graph, textOf } from './graph.ts';
import { isPersonal } from './personal.ts';

/** Bigger files cannot be part of a message: https://learn.microsoft.com/graph/outlook-large-attachments */
const MAX_INLINE_BYTES = 3 * 1024 * 1024;

const MODES = ['org', 'personal'] as const;
type Mode = (typeof MODES)[number];

const OBJECT_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const NAME_PATTERN = /^[a-z0-9-]+$/i;

const mails = { split: parseMails, late: true } as const;

/** The mode that is asked for, or that of the sender's domain. */
const modeOf = (asked: unknown, source: string): Mode =>
  MODES.find((mode) => mode === String(asked).toLowerCase()) ??
  (isPersonal(parseMail(source)?.domain ?? '') ? 'personal' : 'org');

/** The secret may have slashes in it: it is what stands between the client and the recipients at the end. */
function readAddress(raw: Raw, { user, host, path = '', query }: UrlParts): Raw {
  const source = query.get('from') || (user ? `${unquote(user)}@${unquote(host)}` : unquote(host));
  const entries = splitPath(path);
  const tenant = modeOf(query.get('mode'), source) === 'org' ? query.get('tenant') || entries.shift() : undefined;
  const client_id = query.get('oauth_id') ? undefined : entries.shift();
  const end = entries.findLastIndex((entry) => !isMail(entry)) + 1;
  return { ...raw, source, tenant, client_id, secret: entries.slice(0, end).join('/'), targets: entries.slice(end) };
}

/** A mailbox as URLs have it: a colon behind the name, unless that has marks of its own. */
function writeMailbox(mailbox: string): string {
  const name = parseMail(mailbox)?.name;
  return name && !/[:<>'",;@]/.test(name) ? `${name}:${addressOf(mailbox)}` : mailbox;
}

const recipient = (mailbox: string) => ({
  emailAddress: { address: addressOf(mailbox), name: parseMail(mailbox)?.name || undefined },
});
const recipients = (mailboxes: readonly string[]) => unlessEmpty(mailboxes.map(recipient));

interface Sender {
  /** Undefined where only the vendor knows it. */
  readonly address?: string;
  readonly name?: string | undefined;
}

interface User {
  readonly mail: string | null;
  readonly userPrincipalName: string;
  readonly displayName: string;
}

/** Whose mail it is, asked for once where that is no address; undefined if there is no such account. */
async function senderOf(source: string, graph: Graph, { session }: DeliverContext): Promise<Sender | undefined> {
  const own = parseMail(source);
  const [from, name] = [textOf(await session.get('from')), textOf(await session.get('name'))];
  if (own) return { address: own.fullEmail, name: own.name || name };
  if (from) return { address: from, name };
  const reply = await graph.call('GET', '', { tolerated: !OBJECT_ID.test(source) });
  if (!reply?.ok) return reply && !OBJECT_ID.test(source) ? {} : undefined;
  const { mail, userPrincipalName, displayName } = reply.json<User>() ?? {};
  const found = parseMail(mail || userPrincipalName || '')?.fullEmail;
  if (found === undefined) return {};
  await session.set('from', found);
  if (displayName) await session.set('name', displayName);
  return { address: found, name: displayName };
}

const refusalOfDraft = (reply: Reply): string | undefined =>
  reply.json<{ id: string }>()?.id ? undefined : 'The draft has no name';

/** Sends a message by way of a draft, to which files are added one by one. */
async function sendDraft(message: Json, files: readonly Attachment[], graph: Graph): Promise<Reply | undefined> {
  const draft = await graph.call('POST', '/messages', { json: message, failure: refusalOfDraft });
  if (!draft?.ok) return draft;
  const { id = '' } = draft.json<{ id: string }>() ?? {};
  for (const file of files) if (!(await graph.upload(id, file))) return draft;
  return graph.call('POST', `/messages/${quote(id, '')}/send`);
}

/** https://learn.microsoft.com/graph/api/user-sendmail */
export default defineService({
  id: 'azure',
  name: 'Office 365',
  category: 'email',
  homepage: 'https://office.com/',
  setup: 'https://appriseit.com/services/office365/',
  schemes: { secure: ['azure', 'o365'] },
  format: 'html',
  attachments: 'inline',
  throttleSeconds: 0.2,

  url: [
    '{source}/{tenant}/{client_id}/{secret}',
    '{source}/{tenant}/{client_id}/{secret}/{targets}',
    '{source}/{client_id}/{secret}',
    '{source}/{client_id}/{secret}/{targets}',
  ],
  plusIsBlank: true,
  fields: {
    tenant: field.secret('Tenant Domain', { required: 'published', pattern: NAME_PATTERN, unread: true }),
    source: field.text('Account Email or Object ID', { required: true, safe: '@', undocumented: ['from'] }),
    client_id: field.secret('Client ID', { required: true, aliases: ['oauth_id'], pattern: NAME_PATTERN }),
    secret: field.secret('Client Secret', { required: true, aliases: ['oauth_secret'], mask: 'all' }),
    targets: field.list('Targets', {
      aliases: ['to'],
      split: parseMails,
      kinds: { email: { label: 'Target Email' } },
      safe: '@',
      written: 'set',
      writtenAs: 'to',
    }),
    save_sent: field.flag('Save to Sent Items', { key: 'savesent', mapTo: 'savesent', default: true }),
    mode: field.choice('Mode', MODES, { default: 'org', lenient: true, written: 'set', late: true }),
    cc: field.list('Carbon Copy', mails),
    bcc: field.list('Blind Carbon Copy', mails),
    reply_to: field.list('Reply To', mails),
  },
  read: readAddress,
  resolve: (settings, raw) => {
    const { source, targets } = settings;
    const mode = modeOf(raw['mode'], source);
    if (mode === 'org' && settings.tenant === undefined) throw new UrlError('missing-field', { field: 'tenant' });
    if (mode === 'personal' && !isMail(source)) throw new UrlError('invalid-field', { field: 'source' });
    const own = isMail(source) ? [source] : [];
    return {
      ...settings,
      mode,
      given: targets,
      tenant: mode === 'org' ? settings.tenant : undefined,
      targets: targets.length > 0 ? targets.flatMap((text) => readMailbox(text) ?? []) : own,
      cc: readMailboxes(settings.cc),
      bcc: readMailboxes(settings.bcc),
      replyTo: readMailboxes(settings.reply_to),
    };
  },
  // In the path, what is no mail address would belong to the secret.
  canonical: ({ tenant, targets, given }) => {
    const isMailOnly = targets.length > 0 || given.length === 0;
    return `{source}/${tenant === undefined ? '' : '{tenant}/'}{client_id}/{secret}/${isMailOnly ? '{targets}/' : ''}`;
  },
  write: ({ source, mode, targets, given, cc, bcc, replyTo }) => ({
    mode: mode === 'personal' || modeOf(undefined, source) === 'personal' ? mode : undefined,
    targets: targets.length > 0 ? targets.map(writeMailbox) : given,
    cc: cc.map(writeMailbox),
    bcc: bcc.map(writeMailbox),
    reply_to: replyTo.map(writeMailbox),
  }),
  identity: ({ source, tenant, client_id, secret }) => [
    'azure',
    source,
    ...(tenant === undefined ? [] : [tenant]),
    client_id,
    secret,
  ],
  count: ({ targets }) => targets.length,

  accept: [200, 201, 202],
  async deliver(settings, { title, body, format, attachments }, context) {
    const { source, tenant, client_id, secret, targets, replyTo, save_sent } = settings;
    if (targets.length === 0) throw new DeliveryError({ code: 'refused', reason: 'There are no recipients' });
    const graph = new Graph({ source, tenant, client_id, secret }, context);
    const sender = await senderOf(source, graph, context);
    if (!sender) return;
    const { address, name = context.asset.appId } = sender;
    const big = attachments.filter(({ size }) => size > MAX_INLINE_BYTES);
    const files = attachments
      .filter((file) => !big.includes(file))
      .map((file) => ({
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: file.name,
        contentType: file.type,
        contentBytes: http.base64(file),
      }));
    for (const target of targets) {
      const { cc, bcc } = copiesBeside([target], settings);
      const message = {
        subject: title,
        body: { contentType: format === 'html' ? 'HTML' : 'Text', content: body },
        from: address === undefined ? undefined : { emailAddress: { address, name } },
        replyTo: recipients(replyTo),
        attachments: unlessEmpty(files),
        toRecipients: [recipient(target)],
        ccRecipients: recipients(cc),
        bccRecipients: recipients(bcc),
      };
      const reply =
        big.length > 0
          ? await sendDraft(message, big, graph)
          : await graph.call('POST', '/sendMail', { json: { message, saveToSentItems: String(save_sent) } });
      if (!reply) return;
    }
  },
});
