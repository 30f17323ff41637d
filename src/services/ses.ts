import { awsCall, readAwsPath, regionField } from '../service/aws.ts';
import { defineService, field } from '../service/index.ts';
import { readMail } from '../service/mail-api.ts';
import { addressOf, copiesBeside, orOneself, readMailbox, readMailboxes, unlessOneself } from '../service/mailboxes.ts';
import { encodeMailbox, encodeMimeText } from '../service/mime-encode.ts';
import { formatMailbox, type Mailbox, type MimePart } from '../service/mime.ts';
import { formatMailDate } from '../text/mail-dates.ts';
import { isMail, parseMail, parseMails } from '../text/mails.ts';
import { splitPath, unquote } from '../text/url.ts';

const copies = { split: parseMails } as const;

const mailboxOf = (text: string): Mailbox => ({ name: parseMail(text)?.name || undefined, address: addressOf(text) });

/** https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html */
export default defineService({
  id: 'ses',
  name: 'AWS Simple Email Service (SES)',
  category: 'email',
  homepage: 'https://aws.amazon.com/ses/',
  schemes: { secure: ['ses'] },
  format: 'html',
  attachments: 'inline',
  throttleSeconds: 2.5,

  url: [
    '{from_email}/{access_key_id}/{secret_access_key}/{region}/{targets}',
    '{from_email}/{access_key_id}/{secret_access_key}/{region}',
  ],
  commonFirst: true,
  fields: {
    session_token: field.secret('Session Token', { key: 'token', token: true, aliases: ['token'] }),
    from_addr: field.text('From Email', {
      key: 'from_email',
      required: true,
      aliases: ['from'],
      read: readMail,
      safe: '@',
    }),
    access_key_id: field.secret('Access Key ID', { required: true, aliases: ['key', 'access'] }),
    secret_access_key: field.secret('Secret Access Key', { required: true, aliases: ['secret'], mask: 'all' }),
    region_name: regionField,
    targets: field.list('Target Emails', { aliases: ['to'], split: parseMails }),
    from_name: field.text('From Name', { key: 'name' }),
    cc: field.list('Carbon Copy', copies),
    bcc: field.list('Blind Carbon Copy', copies),
    reply_to: field.text('Reply To Email', { key: 'reply', read: readMailbox }),
  },
  read(raw, { user, password, host, path = '' }) {
    const [access_key_id, ...entries] = splitPath(path);
    const { secret, region, targets } = readAwsPath(entries, isMail);
    return {
      ...raw,
      session_token: password && unquote(password),
      from_addr: user && `${unquote(user)}@${unquote(host)}`,
      access_key_id,
      secret_access_key: secret,
      region_name: region,
      targets,
    };
  },
  resolve: (settings) => {
    const { targets, from_name, from_addr } = settings;
    const own = formatMailbox({ name: from_name, address: from_addr });
    return {
      ...settings,
      given: targets,
      targets: orOneself(targets, own),
      cc: readMailboxes(settings.cc),
      bcc: readMailboxes(settings.bcc),
    };
  },
  write: ({ targets, given, from_addr }) => ({ targets: unlessOneself(targets, given, from_addr) }),
  identity: ['from_addr', 'access_key_id', 'secret_access_key', 'region_name'],
  count: ({ targets }) => targets.length || 1,

  statuses: { 403: 'Unauthorized - Invalid Access/Secret Key Combination.' },
  requests: (settings, { title, body, format, attachments }, context) => {
    const { from_addr, from_name, targets } = settings;
    const { appId, appDescription } = context.asset;
    const reply = settings.reply_to === undefined ? undefined : mailboxOf(settings.reply_to);
    const from = { name: from_name ?? reply?.name ?? appDescription, address: from_addr };
    const text: MimePart = { type: format === 'html' ? 'text/html' : 'text/plain', content: body };
    const files = attachments.map((file): MimePart => ({
      type: file.type,
      disposition: 'attachment',
      filename: file.name,
      content: file,
    }));
    const content = files.length > 0 ? { type: 'multipart/mixed', content: [text, ...files] } : text;
    return targets.map((target) => {
      const { cc, bcc } = copiesBeside([target], settings);
      const headers: MimePart['headers'] = [
        ['Subject', title],
        ['From', [from]],
        ['To', [mailboxOf(target)]],
        ...(reply && reply.address !== from_addr ? [['Reply-To', [{ ...reply, name: from.name }]] as const] : []),
        ...(cc.length > 0 ? [['Cc', cc.map(mailboxOf)] as const] : []),
        ['X-Application', appId],
        ['Date', formatMailDate(context.now(), 'UTC')],
      ];
      const mail = encodeMimeText({ ...content, headers }, () => `=_${context.uuid()}`);
      const destinations = [target, ...bcc, ...cc].map(addressOf);
      return awsCall(
        settings,
        'email',
        [
          ['Action', 'SendRawEmail'],
          ['Version', '2010-12-01'],
          ['RawMessage.Data', Buffer.from(mail).toString('base64')],
          ...destinations.map((address, index) => [`Destinations.member.${index + 1}`, address] as const),
          ['Source', encodeMailbox(from)],
        ],
        context,
      );
    });
  },
});
