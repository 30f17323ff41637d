import { DeliveryError } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { DesktopRequest } from '../../service/protocols.ts';
import { unquote } from '../../text/percent.ts';
import { escapeTags } from '../../text/xml.ts';
import { converse, findLine, type Peer } from '../peer.ts';
import { plainReply } from '../reply.ts';
import { shownReply } from '../socket-errors.ts';
import {
  encodeCall,
  ERROR,
  findMessage,
  GET_CAPABILITIES,
  HELLO,
  notifyCall,
  type BusMessage,
  type Call,
} from './messages.ts';
import { nonsense } from './values.ts';

/** For all that is said: the program that shows notifications may have to be started. */
const MAX_SECONDS = 10;

/** The session of a desktop that there may be on this machine. */
export interface DesktopSession {
  /** The address of its bus (D-Bus specification, "Server Addresses"); undefined: where it usually is. */
  readonly sessionBusAddress?: string | undefined;
}

const userId = (): number => process.getuid?.() ?? 0;

/** The path of the first socket of this machine in an address; abstract ones begin with a zero. */
export function socketPathOf(address: string): string | undefined {
  for (const one of address.split(';')) {
    const [, kind, value = ''] = /^unix:(?:[^:]*,)?(path|abstract)=([^,]+)/.exec(one) ?? [];
    if (kind !== undefined) return (kind === 'abstract' ? '\0' : '') + unquote(value);
  }
  return undefined;
}

function refusalOf(errorName = 'without a reason'): DeliveryError {
  if (/\.(ServiceUnknown|NameHasNoOwner)$/.test(errorName))
    return new DeliveryError({ code: 'unreachable', reason: 'No program of the desktop shows notifications' });
  return new DeliveryError({ code: 'refused', reason: `The desktop refuses (${shownReply(errorName)})` });
}

/** A connection to the bus of a session. */
class Bus {
  readonly #peer: Peer;
  #serial = 0;

  constructor(peer: Peer) {
    this.#peer = peer;
  }

  async login(): Promise<void> {
    this.#peer.write(`\0AUTH EXTERNAL ${Buffer.from(String(userId())).toString('hex')}\r\n`);
    const answer = await this.#peer.take(findLine);
    if (answer.startsWith('REJECTED'))
      throw new DeliveryError({ code: 'unauthorized', reason: 'The desktop is that of another user' });
    if (!answer.startsWith('OK')) throw nonsense();
    this.#peer.write('BEGIN\r\n');
    await this.call(HELLO);
  }

  async call(call: Call): Promise<BusMessage> {
    const serial = ++this.#serial;
    this.#peer.write(encodeCall(call, serial));
    for (;;) {
      const message = await this.#peer.take(findMessage);
      if (message.replySerial !== serial) continue;
      if (message.kind === ERROR) throw refusalOf(message.errorName);
      return message;
    }
  }

  async notify(request: DesktopRequest): Promise<void> {
    const { body, isMarkup } = request;
    const isMistaken = !isMarkup && /[&<>]/.test(body) && (await this.#readsMarkup());
    await this.call(notifyCall(isMistaken ? { ...request, body: escapeTags(body) } : request));
  }

  /** Whether the desktop takes bodies for markup. */
  async #readsMarkup(): Promise<boolean> {
    const { body } = await this.call(GET_CAPABILITIES);
    const capabilities: string[] = [];
    body.array(4, () => capabilities.push(body.string()));
    return capabilities.includes('body-markup');
  }
}

/** Notifies the desktop of a session; throws DeliveryError where there is none, at the latest at the deadline. */
export async function sendDesktop(
  request: DesktopRequest,
  deadline: number | undefined,
  { sessionBusAddress = `unix:path=/run/user/${userId()}/bus` }: DesktopSession = {},
): Promise<Reply> {
  const socketPath = socketPathOf(sessionBusAddress);
  if (socketPath === undefined)
    throw new DeliveryError({ code: 'unreachable', reason: 'The desktop is not on this machine' });
  const server = {
    host: `The desktop at ${socketPath.replace('\0', '@')}`,
    port: 0,
    socketPath,
    secure: false,
    verify: true,
    connectTimeoutSeconds: MAX_SECONDS,
    readTimeoutSeconds: MAX_SECONDS,
  };
  await converse(server, Math.min(deadline ?? Infinity, Date.now() + MAX_SECONDS * 1000), async (peer) => {
    const bus = new Bus(peer);
    await bus.login();
    await bus.notify(request);
  });
  return plainReply(0, '');
}
