import { DeliveryError, type DeliveryErrorCode } from '../../service/errors.ts';
import { isCertificateCode, shownReply, socketError } from '../socket-errors.ts';

/** What errors of the SMTP library and of sockets may tell. */
interface Told {
  readonly name?: unknown;
  readonly code?: unknown;
  /** The code of the socket's error, where the library gave it another. */
  readonly originalCode?: unknown;
  readonly command?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
}

/** Replies by which a server asks for another login than it got (RFC 4954). */
const LOGIN_REPLIES: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/** What the codes of errors without a reply mean. */
const CODES: Readonly<Record<string, readonly [code: DeliveryErrorCode, reason: string]>> = {
  EAUTH: ['unauthorized', 'takes no login that can be given'],
  EENVELOPE: ['invalid-message', 'would have got a mail address that is none'],
  EMESSAGE: ['refused', 'takes no message as large'],
  EPROTOCOL: ['service-failed', 'does not answer as a mail server does'],
  ESTREAM: ['invalid-message', 'would have got an attachment that could not be read'],
  ETIMEDOUT: ['timed-out', 'did not answer in time'],
  ETLS: ['unreachable', 'gave no encrypted connection'],
};

function fromReply(where: string, status: number, { code, response }: Told): DeliveryError {
  const isTemporary = status < 500;
  // What a server says to a login may repeat the login.
  if (LOGIN_REPLIES.has(status) || code === 'EAUTH')
    return new DeliveryError({
      code: isTemporary ? 'service-failed' : 'unauthorized',
      reason: `${where} does not accept the login (${status})`,
      status,
    });
  return new DeliveryError({
    code: isTemporary ? 'service-failed' : 'refused',
    reason: `${where} does not take the message: ${shownReply(String(response))}`,
    status,
  });
}

/** Why mail could not be handed over to a server, named by `where`; never holds more of it than the server's own reply. */
export function mailError(error: unknown, where: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const told = (typeof error === 'object' && error !== null ? error : {}) as Told;
  const { name, command, responseCode } = told;
  const code = String(told.originalCode ?? told.code);
  if (command === 'STARTTLS' && responseCode !== undefined)
    return new DeliveryError({ code: 'refused', reason: `${where} offers no encryption` });
  if (typeof responseCode === 'number') return fromReply(where, responseCode, told);
  const known = isCertificateCode(code) ? undefined : CODES[String(told.code)];
  if (!known) return socketError({ name, code }, where);
  const [meaning, reason] = known;
  return new DeliveryError({ code: meaning, reason: `${where} ${reason}` });
}
