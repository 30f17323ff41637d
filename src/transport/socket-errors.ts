import { DeliveryError } from '../service/errors.ts';

/** Whether the code of an error says that a certificate was not accepted. */
export const isCertificateCode = (code: string): boolean => /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_/.test(code);

const MAX_REPLY_CHARACTERS = 200;

/** What a server has said, fit for a line of a log. */
export const shownReply = (reply: string): string =>
  reply.replace(/[\s\u0000-\u001F\u007F-\u009F]+/g, ' ').slice(0, MAX_REPLY_CHARACTERS);

/** Why nothing could be exchanged with a server, named by `where`, over a socket. */
export function socketError(error: unknown, where: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { name, code } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: unknown;
    readonly code?: unknown;
  };
  if (name === 'AbortError' || name === 'TimeoutError')
    return new DeliveryError({ code: 'timed-out', reason: `${where} did not answer in time` });
  const reason = isCertificateCode(String(code))
    ? `The certificate of ${where} is not accepted (${String(code)})`
    : `${where} cannot be reached (${String(code)})`;
  return new DeliveryError({ code: 'unreachable', reason });
}
