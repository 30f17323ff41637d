import type { Context } from '../../service/define.ts';
import type { Attachment, Message } from '../../service/message.ts';
import type { Mailbox, MimePart } from '../../service/mime.ts';
import type { MailMessage } from '../../service/protocols.ts';
import { convert } from '../../text/convert/index.ts';
import { formatMailDate } from '../../text/mail-dates.ts';
import { unquote } from '../../text/percent.ts';

/** Who writes to whom, and how. */
export interface Letter {
  readonly from: Mailbox;
  /** Each gets a message of its own. */
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
  readonly replyTo: readonly Mailbox[];
  readonly headers: ReadonlyMap<string, string>;
  /** Where identities of messages are said to be from. */
  readonly messageIdHost: string;
  readonly timeZone: string;
  /** Whether images are shown within the text. */
  readonly inline: boolean;
}

const CID_REFERENCE = /cid:([^\s"'>)]+)/g;

interface File {
  readonly attachment: Attachment;
  readonly name: string;
}

const filesOf = ({ attachments }: Message): File[] =>
  attachments.map((attachment, index) => ({
    attachment,
    name: attachment.name || `file${String(index + 1).padStart(3, '0')}.dat`,
  }));

const isImage = ({ attachment }: File): boolean => attachment.type.toLowerCase().startsWith('image/');

/** How the text refers to a file of the same message. */
const contentIdOf = (name: string): string =>
  name.replace(/[^!#-;=?-~]+/g, (run) => encodeURIComponent(run.toWellFormed()));

/** The text with its images shown or, in plain text, named; and the names of the files that stand in it. */
function embed({ body, format }: Message, files: readonly File[]): { body: string; shown: ReadonlySet<string> } {
  const images = files.filter(isImage).map(({ name }) => name);
  if (format !== 'html')
    return { body: [body, ...images.map((name) => `[Image: ${name}]`)].join('\n'), shown: new Set() };
  const referred = new Set(Array.from(body.matchAll(CID_REFERENCE), ([, reference = '']) => unquote(reference)));
  const added = new Set(images.filter((name) => !referred.has(name)));
  const pictures = Array.from(added, (name) => `<br/><img src="cid:${contentIdOf(name)}">`);
  const known = files.map(({ name }) => name).filter((name) => referred.has(name));
  return { body: body + pictures.join(''), shown: new Set([...known, ...added]) };
}

function textPart(body: string, format: Message['format']): MimePart {
  if (format !== 'html') return { type: 'text/plain', content: body };
  return {
    type: 'multipart/alternative',
    content: [
      { type: 'text/plain', content: convert(body, 'html', 'text') },
      { type: 'text/html', content: body },
    ],
  };
}

function filePart({ attachment, name }: File, isShown: boolean): MimePart {
  const part = { type: attachment.type, filename: name, content: attachment };
  return isShown
    ? { ...part, disposition: 'inline', contentId: contentIdOf(name) }
    : { ...part, disposition: 'attachment' };
}

function contentOf(message: Message, inline: boolean): MimePart {
  const files = filesOf(message);
  const { body, shown } = inline ? embed(message, files) : { body: message.body, shown: new Set<string>() };
  const text = textPart(body, message.format);
  if (files.length === 0) return text;
  return {
    type: shown.size > 0 ? 'multipart/related' : 'multipart/mixed',
    content: [text, ...files.map((file) => filePart(file, shown.has(file.name)))],
  };
}

/** The mailboxes but those of the others. */
const without = (mailboxes: readonly Mailbox[], others: readonly Mailbox[]): readonly Mailbox[] =>
  mailboxes.filter(({ address }) => !others.some((other) => other.address === address));

type Header = NonNullable<MimePart['headers']>[number];

const addresses = (name: string, mailboxes: readonly Mailbox[]): Header[] =>
  mailboxes.length > 0 ? [[name, mailboxes]] : [];

/** The headers of a letter, its own ones first and instead of ours. */
function headersOf(own: ReadonlyMap<string, string>, ours: readonly Header[]): Header[] {
  const names = new Set(Array.from(own.keys(), (name) => name.toLowerCase()));
  return [...own, ...ours.filter(([name]) => !names.has(name.toLowerCase()))];
}

/** The messages of a letter: one for each recipient, the content shared by all. */
export function composeMails(letter: Letter, message: Message, context: Context): MailMessage[] {
  const content = contentOf(message, letter.inline);
  const own = new Map([['X-Application', context.asset.appId], ...letter.headers]);
  return letter.to.map((recipient) => {
    const cc = without(letter.cc, [...letter.bcc, recipient]);
    const bcc = without(letter.bcc, [recipient]);
    const headers = headersOf(own, [
      ['Subject', message.title],
      ['From', [letter.from]],
      ['To', [recipient]],
      ['Message-ID', `<${context.uuid()}@${letter.messageIdHost.replace(/[^\w.:[\]-]/g, '')}>`],
      ['Date', formatMailDate(context.now(), letter.timeZone)],
      ...addresses('Cc', cc),
      ...addresses('Reply-To', without(letter.replyTo, [recipient])),
    ]);
    return {
      from: letter.from.address,
      to: [recipient, ...cc, ...bcc].map(({ address }) => address),
      mime: { ...content, headers },
    };
  });
}
