import { parseMail, parseMails } from '../text/mails.ts';
import { splitPath, unquote, type UrlParts } from '../text/url.ts';
import type { Raw } from './define.ts';
import { field, type Recipients } from './fields.ts';
import { toOneself } from './recipients.ts';

/** What mail is about when nothing was said. */
export const NO_SUBJECT = '<no subject>';

/** A mail address in its full form, without the name before it. */
export const readMail = (text: string): string | undefined => parseMail(text)?.fullEmail;

const readMails = (texts: readonly string[]): string[] => texts.flatMap((text) => readMail(text) ?? []);

/** How the URLs of services are published and written that take a key and the sender's address: `key:user@host`. */
export const mailApiUrl = {
  url: '{apikey}:{from_email}[/{targets}]',
  canonical: '{apikey}:{from_email}/{targets}',
  commonFirst: true,
} as const;

/** The address of services whose sender is a user at a domain: `user@domain/key`. */
export const domainMailFields = {
  user: field.text('User Name', { required: true, verbatim: true }),
  host: field.text('Domain', { required: true }),
  apikey: field.secret('API Key', { required: true }),
} as const;

/** Copies with names, which stand behind everything else in a URL. */
export const lateCopiesFields = {
  cc: field.list('Carbon Copy', { split: parseMails, late: true }),
  bcc: field.list('Blind Carbon Copy', { split: parseMails, late: true }),
} as const;

/** The sender, the recipients and the copies of a mail service. */
export const mailApiFields = {
  from_email: field.text('Source Email', { required: true, read: readMail, safe: '@+' }),
  targets: field.recipients(
    { email: { label: 'Target Email', read: readMail } },
    { sorted: true, keepInvalid: 'alone' },
  ),
  cc: field.list('Carbon Copy'),
  bcc: field.list('Blind Carbon Copy'),
} as const;

/** The raw settings of such a URL: what stands between colon and path is the sender's address. */
export const readMailApi = (raw: Raw, { user, password, host, path = '' }: UrlParts): Raw => ({
  ...raw,
  apikey: user && unquote(user),
  from_email: password && `${unquote(password)}@${host}`,
  targets: splitPath(path),
});

/** The same for services of which the query may give the sender: the place of the host is then a recipient. */
export const readMailApiWith =
  (sender: string) =>
  (raw: Raw, { user, password, host, path = '', query }: UrlParts): Raw => {
    const isGiven = Boolean(query.get('from'));
    return {
      ...raw,
      apikey: user && unquote(user),
      [sender]: isGiven || !user ? undefined : `${unquote(password ?? user)}@${unquote(host)}`,
      targets: [...(isGiven && host ? [unquote(host)] : []), ...splitPath(path)],
    };
  };

type Mails = Recipients<'email'>;

export const { orSender, unlessSender } = toOneself('email');

interface Addressed {
  readonly from_email: string;
  readonly targets: Mails;
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

/** The settings with the sender as recipient where nobody is named, and with copies to mail addresses only. */
export function resolveMailApi<S extends Addressed>(settings: S): S {
  const { targets, from_email, cc, bcc } = settings;
  return {
    ...settings,
    targets: orSender(targets, from_email),
    cc: [...new Set(readMails(cc))].toSorted(),
    bcc: [...new Set(readMails(bcc))].toSorted(),
  };
}

/** A mail to oneself is written without a recipient. */
export const writeMailApi = ({ targets, from_email }: Addressed): Partial<Addressed> => ({
  targets: unlessSender(targets, from_email),
});

/** Each recipient is a target; without any there is still one. */
export const countMails = ({ targets }: Addressed): number => Math.max(1, targets.email.length);

/** Addresses as most of these services want them; undefined when there are none. */
export const asEmails = (mails: readonly string[]): { readonly email: string }[] | undefined =>
  mails.length > 0 ? mails.map((email) => ({ email })) : undefined;
