import type { DeliverContext } from '../../service/define.ts';
import { DeliveryError } from '../../service/errors.ts';
import type { Attachment } from '../../service/message.ts';
import { base64Lines, encodeMimePart } from '../../service/mime-encode.ts';
import type { MimePart, WrittenPart } from '../../service/mime.ts';
import type { Encrypt, Sign } from '../../service/pgp.ts';
import type { MailMessage } from '../../service/protocols.ts';
import { MailKeys } from './keys.ts';
import type { MailSettings } from './settings.ts';

/** What is signed or encrypted is held in memory, once for each recipient whom it is encrypted for. */
const MAX_BYTES = 32 * 1024 * 1024;

type Contents = Omit<MimePart, 'headers'>;

/** A part as it goes on the wire, the content of its files included. */
async function write(part: MimePart, context: DeliverContext): Promise<string> {
  const pieces: string[] = [];
  for (const chunk of encodeMimePart(part, () => `=_${context.uuid()}`))
    pieces.push(typeof chunk === 'string' ? chunk : base64Lines(await context.bytes(chunk)));
  return pieces.join('');
}

const written = (type: string, content: string): WrittenPart => ({
  written: `Content-Type: ${type}\r\n\r\n${content}`,
});

/** RFC 3156, section 5: a content and the signature of exactly what stands there. */
async function signed(content: Contents, sign: Sign, context: DeliverContext): Promise<Contents> {
  const text = await write(content, context);
  const { signature, hash } = await sign(Buffer.from(text, 'latin1'));
  return {
    type: 'multipart/signed',
    parameters: { micalg: `pgp-${hash}`, protocol: 'application/pgp-signature' },
    content: [{ written: text }, written('application/pgp-signature; name="signature.asc"', signature)],
  };
}

/** RFC 3156, section 4: a content that only its recipient can read. */
async function encrypted(content: MimePart, encrypt: Encrypt, context: DeliverContext): Promise<Contents> {
  const text = await write(content, context);
  return {
    type: 'multipart/encrypted',
    parameters: { protocol: 'application/pgp-encrypted' },
    content: [
      written('application/pgp-encrypted', 'Version: 1\r\n'),
      written('application/octet-stream; name="encrypted.asc"', await encrypt(Buffer.from(text, 'latin1'))),
    ],
  };
}

/** The headers that are repeated where nobody can change them unnoticed. */
const INNER_HEADERS = new Set(['from', 'to', 'subject']);

function checkSize(attachments: readonly Attachment[], copies: number): void {
  const bytes = attachments.reduce((sum, { size }) => sum + size, 0) * copies;
  if (bytes > MAX_BYTES)
    throw new DeliveryError({
      code: 'invalid-message',
      reason: 'The attachments are too large to be signed or encrypted',
    });
}

/** How a message is to be encrypted, if at all; undefined after a failure, which is recorded. */
async function encrypterFor(
  { to }: MailMessage,
  mode: MailSettings['pgp'],
  keys: MailKeys,
  context: DeliverContext,
): Promise<{ readonly encrypt: Encrypt | undefined } | undefined> {
  const recipient = to[0]!;
  try {
    return { encrypt: await (mode === 'encrypt' ? keys.encrypter(recipient) : keys.knownEncrypter(recipient)) };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    context.fail(error.message);
    return undefined;
  }
}

/**
 * The messages in the form that the settings ask for. All keys are looked up before anything is written: without one to
 * sign with there is a DeliveryError, and a message without one to encrypt with is left out and recorded as a failure.
 */
export async function secureMails(
  mails: readonly MailMessage[],
  attachments: readonly Attachment[],
  settings: MailSettings,
  context: DeliverContext,
): Promise<MailMessage[]> {
  const keys = new MailKeys(settings, context);
  const sign = settings.pgp === 'sign' ? await keys.signer() : undefined;
  const able: { readonly mail: MailMessage; readonly encrypt: Encrypt | undefined }[] = [];
  for (const mail of mails) {
    const found = await encrypterFor(mail, settings.pgp, keys, context);
    if (found) able.push({ mail, ...found });
  }
  checkSize(attachments, Math.max(1, able.filter(({ encrypt }) => encrypt).length));
  let signedOnce: Contents | undefined;
  const secured: MailMessage[] = [];
  for (const { mail, encrypt } of able) {
    const { headers = [], ...plain } = mail.mime;
    // The same text for everybody: to sign it once is enough.
    const content = sign ? (signedOnce ??= await signed(plain, sign, context)) : plain;
    const inner = headers.filter(([name]) => INNER_HEADERS.has(name.toLowerCase()));
    const whole = encrypt ? await encrypted({ ...content, headers: inner }, encrypt, context) : content;
    secured.push({ ...mail, mime: { ...whole, headers } });
  }
  return secured;
}
