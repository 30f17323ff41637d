import { randomBytes } from 'node:crypto';
import { DeliveryError } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { SmppRequest } from '../../service/protocols.ts';
import { converse, type Peer } from '../peer.ts';
import { plainReply } from '../reply.ts';
import {
  bindBody,
  BIND_TRANSMITTER,
  encodePacket,
  ENQUIRE_LINK,
  findPacket,
  partHeader,
  REPLY,
  SUBMIT,
  submitBody,
  UNBIND,
} from './packets.ts';
import { encodeText } from './text.ts';

/** Bind failed, wrong password, wrong system id. */
const UNAUTHORIZED: ReadonlySet<number> = new Set([0x0d, 0x0e, 0x0f]);
const THROTTLED = 0x58;
const MAX_PARTS = 255;

/** A session with a message centre, which answers each packet. */
class Session {
  readonly #peer: Peer;
  readonly #host: string;
  #sequence = 0;

  constructor(peer: Peer, host: string) {
    this.#peer = peer;
    this.#host = host;
  }

  async call(command: number, body?: Uint8Array): Promise<void> {
    const own = ++this.#sequence;
    this.#peer.write(encodePacket(command, own, body));
    const status = await this.#peer.seek(findPacket, (answer) => {
      if (answer.command === ENQUIRE_LINK) this.#peer.answer(encodePacket(REPLY + ENQUIRE_LINK, answer.sequence));
      if (answer.command === UNBIND)
        throw new DeliveryError({ code: 'service-failed', reason: `${this.#host} has ended the session` });
      const isReply = answer.command >= REPLY;
      return isReply && (answer.sequence === own || answer.status > 0) ? answer.status : undefined;
    });
    if (status > 0) throw this.#refusal(status);
  }

  #refusal(status: number): DeliveryError {
    const code = UNAUTHORIZED.has(status) ? 'unauthorized' : status === THROTTLED ? 'rate-limited' : 'refused';
    return new DeliveryError({ code, status, reason: `${this.#host} refuses (${status})` });
  }
}

/** Hands a text over for phones, all of which are tried; throws DeliveryError if one fails, at the latest at the deadline. */
export async function sendSmpp(request: SmppRequest, deadline: number | undefined): Promise<Reply> {
  const { host, login, source, recipients } = request;
  const { coding, parts } = encodeText(request.text);
  if (parts.length > MAX_PARTS)
    throw new DeliveryError({ code: 'invalid-message', reason: 'The text is too long for short messages' });
  await converse(request, deadline, async (peer) => {
    const session = new Session(peer, host);
    await session.call(BIND_TRANSMITTER, bindBody(login.user, login.password));
    const failures: DeliveryError[] = [];
    for (const recipient of recipients) {
      const [reference = 0] = randomBytes(1);
      try {
        for (const [index, part] of parts.entries()) {
          const header = parts.length > 1 ? partHeader(reference, parts.length, index + 1) : Buffer.alloc(0);
          const content = Buffer.concat([header, part]);
          await session.call(SUBMIT, submitBody(source, recipient, coding, content, parts.length > 1));
        }
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        failures.push(error);
      }
    }
    await session.call(UNBIND).catch(() => undefined);
    if (failures[0]) throw failures[0];
  });
  return plainReply(0, '');
}
