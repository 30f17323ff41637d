import type { BaseSettings, Raw } from '../../service/define.ts';
import { UrlError } from '../../service/errors.ts';
import { formatMailbox, type Mailbox } from '../../service/mime.ts';
import { parseBoolean } from '../../text/boolean.ts';
import { isHostname, isIpAddress } from '../../text/hosts.ts';
import { isMail, parseMail, parseMails } from '../../text/mails.ts';
import { splitPath, unquote, type UrlParts } from '../../text/url.ts';
import { providerOf, type Provider, type Security } from './providers.ts';

export const SECURITIES = ['starttls', 'ssl', 'insecure'] as const satisfies readonly Security[];
export const PGP_MODES = ['no', 'sign', 'encrypt'] as const;
type PgpMode = (typeof PGP_MODES)[number];

const PORTS: Readonly<Record<Security, number>> = { starttls: 587, ssl: 465, insecure: 25 };

/** The checked fields of a URL. */
export interface MailFields extends BaseSettings {
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly targets: { readonly email: readonly string[]; readonly invalid: readonly string[] };
  readonly from: string | undefined;
  readonly smtp: string | undefined;
  readonly mode: Security;
  readonly reply: readonly string[];
  readonly pgp: PgpMode;
  readonly pgppub: string | undefined;
  readonly pgpprv: string | undefined;
  readonly wkd: boolean;
  readonly inline: boolean;
  readonly headers: ReadonlyMap<string, string>;
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

/** Who a message is from. */
interface Sender extends Mailbox {
  /** Named after the application. */
  readonly isApplication: boolean;
}

/** What the fields of a URL and the facts about well-known mail hosts come to. */
export interface MailSettings extends Omit<
  MailFields,
  'host' | 'port' | 'from' | 'smtp' | 'targets' | 'reply' | 'cc' | 'bcc'
> {
  readonly host: string;
  readonly port: number;
  readonly smtp: string;
  readonly from: Sender;
  readonly targets: readonly Mailbox[];
  /** What was to be recipients. */
  readonly given: readonly string[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
  readonly reply: readonly Mailbox[];
}

/** The mode a text of a URL means: the beginning of one, or yes and no. */
const readPgpMode = (text: string): PgpMode =>
  PGP_MODES.find((mode) => mode.startsWith(text.toLowerCase())) ?? (parseBoolean(text) ? 'encrypt' : 'no');

const isHost = (text: string): boolean => isHostname(text) || isIpAddress(text);

/** The raw settings that a URL's places and its query give together; a host that is none may be a recipient. */
export function readMailUrl(raw: Raw, { host, path, query }: UrlParts): Raw {
  const [to = '', from, name, pgp] = ['to', 'from', 'name', 'pgp'].map((key) => query.get(key));
  const first = isHost(host) || !isMail(unquote(host)) ? '' : unquote(host);
  return {
    ...raw,
    host: isHost(host) ? host : '',
    targets: [first, ...splitPath(path ?? ''), to].flatMap(parseMails),
    from_addr: from && name ? formatMailbox({ name, address: from }) : from || name,
    ...(pgp && { pgp_mode: readPgpMode(pgp) }),
  };
}

/** What mail can be addressed to: nothing that the grammar of addresses or of SMTP forbids. */
const ADDRESS = /^[!-;=?-~]+$/;

/** The mailbox a text names, or undefined if it names none. */
export function readMailbox(text: string): Mailbox | undefined {
  const mail = parseMail(text);
  if (!mail || !ADDRESS.test(mail.fullEmail)) return undefined;
  return { name: mail.name.replaceAll('%2C', ',') || undefined, address: mail.fullEmail };
}

/** The mailboxes in texts, each address once. */
function readMailboxes(texts: readonly string[]): Mailbox[] {
  const mailboxes = texts.flatMap(parseMails).map(readMailbox);
  return [...new Map(mailboxes.flatMap((mailbox) => (mailbox ? [[mailbox.address, mailbox]] : []))).values()];
}

/** What stands before the domain, for a user may be given as a whole address. */
const localPart = (user: string): string => user.split(/[\s@]+/, 1)[0]!;

const LOCAL_HOST = /^localhost(\.localdomain)?$/i;

/** The sender that user and host stand for. */
function senderOf(user: string | undefined, host: string, isRelayed: boolean): Sender | undefined {
  if (user !== undefined) return { address: `${localPart(user)}@${host}`, isApplication: true };
  // A server on the same machine takes mail from everyone on it.
  return LOCAL_HOST.test(host) && !isRelayed ? { address: `root@${host}`, isApplication: false } : undefined;
}

/** The sender with what `from` says of it: an address with or without a name, or a name alone. */
function namedSender(sender: Sender | undefined, from: string | undefined): Sender {
  const given = from === undefined ? undefined : readMailbox(from);
  if (given)
    return given.name === undefined && given.address === sender?.address ? sender : { ...given, isApplication: false };
  if (!sender || !isMail(sender.address)) throw refusal('from');
  return from === undefined ? sender : { ...sender, name: from, isApplication: false };
}

const refusal = (field: string): UrlError => new UrlError('missing-field', { field, service: 'E-Mail' });

interface Account {
  readonly user: string | undefined;
  readonly host: string;
}

/** User and domain as a provider wants them; a server that was named as well has the last word about the domain. */
function accountOf(account: Account, { login }: Provider, isRelayed: boolean): Account {
  const { user, host } = account;
  if (user === undefined) return account;
  if (!isMail(user)) return login === 'address' ? { user: `${user}@${host}`, host } : account;
  if (isRelayed) return account;
  if (login === 'address') return { user, host: user.split('@')[1]! };
  return login === 'user' ? { user: localPart(user).replace(/^[^+]+\+(?=.)/, ''), host } : account;
}

/** What fields and providers come to; throws UrlError where nobody is there to be the sender. */
export function resolveSettings(fields: MailFields, raw: Raw): MailSettings {
  const { smtp, port, mode, targets, wkd } = fields;
  const login = fields.user || undefined;
  const given: Account = { user: login, host: fields.host ?? parseMail(login ?? '')?.domain ?? '' };
  const found = login === undefined ? undefined : providerOf(given.host);
  const isRelayed = smtp !== undefined;
  const known = found && (!isRelayed || smtp.toLowerCase() === found.host) ? found : undefined;
  const provider = isRelayed ? undefined : known;
  const { user, host } = known ? accountOf(given, known, isRelayed) : given;
  const from = namedSender(senderOf(user, host, isRelayed), fields.from);
  const server = smtp ?? provider?.host ?? host;
  if (server === '') throw refusal('host');
  const security = raw['secure_mode'] ? mode : (provider?.security ?? (fields.secure ? 'starttls' : 'insecure'));
  const recipients = [...targets.email, ...targets.invalid].flatMap(parseMails);
  return {
    ...fields,
    user,
    password: fields.password || undefined,
    host,
    port: port || PORTS[provider?.security ?? security],
    smtp: server,
    secure: fields.secure || provider !== undefined || security !== 'insecure',
    mode: security,
    from,
    given: recipients,
    targets:
      recipients.length > 0
        ? recipients.map(readMailbox).filter((mailbox) => mailbox !== undefined)
        : [{ address: from.address }],
    cc: readMailboxes(fields.cc),
    bcc: readMailboxes(fields.bcc),
    reply: readMailboxes(fields.reply),
    pgp: wkd && !raw['pgp_mode'] ? 'encrypt' : fields.pgp,
  };
}

/** The user as it reads back: without the domain where that is added again. */
function writtenUser({ user, host, smtp }: MailSettings): string | undefined {
  const provider = providerOf(host);
  if (user === undefined || provider?.login !== 'address' || provider.host !== smtp) return user;
  return user.endsWith(`@${host}`) ? user.slice(0, -host.length - 1) : user;
}

/** The sender where it is not the one that user and host stand for; its name alone if only that differs. */
function writtenSender({ user, host, smtp, from, targets }: MailSettings): string | undefined {
  const usual = senderOf(user, host, smtp !== host);
  const isForAnother = targets.length === 1 && targets[0]?.address !== from.address;
  // It says what is known, but the reference does it and reading it back changes nothing.
  if (from.isApplication) return isForAnother ? from.address : undefined;
  return from.name === undefined || isForAnother || usual?.address !== from.address ? formatMailbox(from) : from.name;
}

/** A name and an address with a colon between them stand in a path as they are, unless the name has marks of its own. */
const writtenTarget = (mailbox: Mailbox): string =>
  mailbox.name === undefined || /[:<>'",;@]/.test(mailbox.name)
    ? formatMailbox(mailbox)
    : `${mailbox.name}:${mailbox.address}`;

/** A comma in a name is escaped, for commas separate the items of a list. */
const writtenMailboxes = (mailboxes: readonly Mailbox[]): string[] =>
  mailboxes.map((mailbox) => formatMailbox(mailbox).replaceAll(',', '%2C'));

/** The values a URL is written from. */
export function writeSettings(settings: MailSettings): Readonly<Record<string, unknown>> {
  const { host, port, smtp, secure, mode, from, targets, given, cc, bcc, reply, pgp, wkd } = settings;
  const [target, ...others] = targets;
  const isOwn = others.length === 0 && target?.address === from.address && target.name === undefined;
  return {
    user: writtenUser(settings),
    port: port === PORTS[mode] ? undefined : String(port),
    // None at all would be mail to oneself.
    targets: targets.length === 0 ? given : isOwn ? [] : targets.map(writtenTarget),
    pgp: pgp === 'no' && !wkd ? undefined : pgp,
    smtp: smtp === host ? undefined : smtp,
    mode: secure ? mode : undefined,
    from: writtenSender(settings),
    cc: writtenMailboxes(cc),
    bcc: writtenMailboxes(bcc),
    reply: writtenMailboxes(reply),
  };
}
