import { DeliveryError, type DeliveryErrorCode } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { SmtpRequest } from '../../service/protocols.ts';
import { signalAt } from '../deadline.ts';
import { plainReply } from '../reply.ts';
import type { MailServer } from './connection.ts';
import { MailPool } from './pool.ts';

const pools = new Map<string, MailPool>();

/** What the server takes as done (RFC 5321). */
const COMPLETED = 250;

/** Failures of the server itself: what is left to send would meet the same. */
const FATAL: ReadonlySet<DeliveryErrorCode> = new Set(['unreachable', 'timed-out', 'unauthorized']);

const keyOf = ({ host, port, security, login, verify, connectTimeoutSeconds }: MailServer): string =>
  JSON.stringify([host, port, security, login?.user, login?.password, verify, connectTimeoutSeconds]);

/** The pool of a server; pools without a connection are forgotten. */
function poolOf(server: MailServer): MailPool {
  const key = keyOf(server);
  let pool = pools.get(key);
  if (!pool) pools.set(key, (pool = new MailPool(server, () => pools.delete(key))));
  return pool;
}

/**
 * Hands mail over to a server, over a connection that is used again by the next request to the same server with the same
 * login. Every message is tried; throws DeliveryError if one of them fails, at the latest at the deadline.
 */
export async function sendMail({ messages, ...server }: SmtpRequest, deadline: number | undefined): Promise<Reply> {
  const signal = signalAt(deadline);
  const replies: string[] = [];
  let failure: DeliveryError | undefined;
  for (const message of messages)
    try {
      replies.push(await poolOf(server).use(signal, (connection) => connection.send(message, signal)));
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      failure ??= error;
      if (FATAL.has(error.code)) break;
    }
  if (!failure) return plainReply(COMPLETED, replies.join('\n'));
  if (messages.length === 1) throw failure;
  const { code, message, status } = failure;
  const failed = messages.length - replies.length;
  throw new DeliveryError({ code, status, reason: `${message}; ${failed} of ${messages.length} messages failed` });
}

/** Ends all connections to mail servers, those under way too. */
export async function closeMail(): Promise<void> {
  await Promise.all(Array.from(pools.values(), (pool) => pool.close()));
}
