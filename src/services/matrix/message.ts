import type { Json } from '../../service/http.ts';
import type { Attachment, Message } from '../../service/message.ts';
import { convert } from '../../text/convert/index.ts';
import { escapeXml } from '../../text/xml.ts';

/** Bytes of content that fit into an event of 64 KiB: https://spec.matrix.org/latest/client-server-api/#size-limits */
const MAX_CONTENT_BYTES = 61536;
/** Bytes that fit once they are encrypted and written in Base64. */
const MAX_ENCRYPTED_BYTES = 40000;

/** What an event says. */
export type Content = Readonly<Record<string, Json>>;
type TextContent = Readonly<Record<string, string>>;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** The content, with its longest texts cut until it fits. */
function fit(content: TextContent, maxBytes: number): TextContent {
  const excess = bytesOf(JSON.stringify(content)) - maxBytes;
  const { body = '', formatted_body: formatted = '' } = content;
  const [name, text] = bytesOf(formatted) >= bytesOf(body) ? ['formatted_body', formatted] : ['body', body];
  if (excess <= 0 || text === '') return content;
  const characters = Array.from(text);
  const dropped = Math.floor((excess * characters.length) / bytesOf(text)) + 1;
  return fit({ ...content, [name]: characters.slice(0, -dropped).join('') }, maxBytes);
}

/** The body as plain text, for those who are shown no HTML. */
export const plainBody = ({ body, format, writtenIn }: Message): string =>
  format === 'html' && writtenIn !== undefined ? convert(body, 'html', 'text') : body;

function formattedBody({ title, body, format }: Message): string | undefined {
  if (format === 'text') return undefined;
  const heading = format === 'html' ? title : escapeXml(title);
  return (title && `<h1>${heading}</h1>`) + convert(body, format, 'html');
}

/** https://spec.matrix.org/latest/client-server-api/#mroommessage-msgtypes */
export function textContent(message: Message, type: 'text' | 'notice', isEncrypted = false): Content {
  const formatted = formattedBody(message);
  const content = {
    msgtype: `m.${type}`,
    body: (message.title && `# ${message.title}\r\n`) + plainBody(message),
    ...(formatted !== undefined && { format: 'org.matrix.custom.html', formatted_body: formatted }),
  };
  return fit(content, isEncrypted ? MAX_ENCRYPTED_BYTES : MAX_CONTENT_BYTES);
}

export const isImage = ({ type }: Attachment): boolean => /^image\//i.test(type);
const messageTypeOf = (file: Attachment): string => (isImage(file) ? 'm.image' : 'm.file');

/** A file that the server has taken, as an event shows it; the older API knows pictures alone. */
export function fileContent(file: Attachment, url: string | undefined, version: '2' | '3'): Content {
  const { name, type: mimetype, size } = file;
  const content = { body: name, url, msgtype: messageTypeOf(file), type: 'm.room.message' };
  if (version === '2') return { ...content, info: { mimetype } };
  return { ...content, info: { mimetype, size }, filename: isImage(file) ? undefined : name };
}

/** A file that only the readers of a room can open, as an event shows it to them. */
export const encryptedFileContent = (attachment: Attachment, file: Json): Content => ({
  msgtype: messageTypeOf(attachment),
  body: attachment.name,
  filename: attachment.name,
  file,
  info: { mimetype: attachment.type, size: attachment.size },
});
