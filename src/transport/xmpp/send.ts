import type { Reply } from '../../service/http.ts';
import type { XmppRequest } from '../../service/protocols.ts';
import { signalAt } from '../deadline.ts';
import { plainReply } from '../reply.ts';
import { socketError } from '../socket-errors.ts';
import { Session } from './session.ts';

const MAX_KEPT = 100;

/** Sessions that wait for what comes next. */
const kept = new Map<string, Session>();
/** So often all was closed; what is under way then is not kept. */
let closings = 0;

/** What makes sessions interchangeable: all but the message. */
const keyOf = (request: XmppRequest): string =>
  JSON.stringify({ ...request, people: [], rooms: [], nick: '', subject: '', text: '' });

function keep(key: string, session: Session): void {
  kept.set(key, session);
  session.rest(() => kept.delete(key));
}

async function wakeKept(key: string, signal: AbortSignal): Promise<Session | undefined> {
  const session = kept.get(key);
  kept.delete(key);
  return session && (await session.wake(signal)) ? session : undefined;
}

/**
 * Says a text to people and in rooms; all are tried. Throws DeliveryError if one was not told, at the latest at the deadline.
 */
export async function sendXmpp(request: XmppRequest, deadline: number | undefined): Promise<Reply> {
  const signal = signalAt(deadline);
  const key = keyOf(request);
  const before = closings;
  let session: Session | undefined;
  let problems: readonly Error[];
  try {
    session = (await wakeKept(key, signal)) ?? (await Session.open(request, signal));
    problems = await session.notify(request);
  } catch (error) {
    session?.end();
    throw socketError(error, request.host);
  }
  if (request.keepsAlive && before === closings && !kept.has(key) && kept.size < MAX_KEPT) keep(key, session);
  else session.end();
  const [problem] = problems;
  if (problem) throw problem;
  return plainReply(0, '');
}

/** Takes leave of the servers of all sessions that are kept. */
export function closeXmpp(): void {
  closings++;
  for (const session of kept.values()) session.end();
  kept.clear();
}
