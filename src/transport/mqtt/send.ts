import { randomUUID } from 'node:crypto';
import { DeliveryError } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { MqttMessage, MqttRequest } from '../../service/protocols.ts';
import { abandon, signalAt } from '../deadline.ts';
import { converse, type Peer } from '../peer.ts';
import { plainReply } from '../reply.ts';
import { socketError } from '../socket-errors.ts';
import {
  CONNACK,
  DISCONNECT,
  encodeConnect,
  encodePublish,
  encodeRelease,
  findPacket,
  GOODBYE,
  PING,
  PINGRESP,
  PUBACK,
  PUBCOMP,
  PUBREC,
} from './packets.ts';

/** Bad login and no permission, in versions 3 and 5. */
const UNAUTHORIZED: ReadonlySet<number> = new Set([4, 5, 134, 135]);
/** Codes of version 5 from here on are failures. */
const FIRST_FAILURE = 128;
const MAX_TOPIC_BYTES = 65_535;

/** What has a client id of its own: the broker ends a client's connection when the client connects again. */
const turns = new Map<string, Promise<unknown>>();

/** Takes the next packet of a kind; others, such as messages of earlier subscriptions, are passed over. */
const takePacket = (peer: Peer, host: string, kind: number): Promise<Buffer> =>
  peer.seek(findPacket, ({ kind: found, body }) => {
    if (found === DISCONNECT)
      throw new DeliveryError({ code: 'refused', reason: `${host} has ended the session (${body[0] ?? 0})` });
    return found === kind ? body : undefined;
  });

async function publish(peer: Peer, request: MqttRequest, message: MqttMessage, id: number): Promise<void> {
  const { host, version } = request;
  const taken = async (kind: number): Promise<void> => {
    const code = (await takePacket(peer, host, kind))[2] ?? 0;
    if (code >= FIRST_FAILURE)
      throw new DeliveryError({ code: 'refused', reason: `${host} does not take the message (${code})` });
  };
  peer.write(encodePublish(message, id, version));
  if (message.qos === 1) await taken(PUBACK);
  if (message.qos !== 2) return;
  await taken(PUBREC);
  peer.write(encodeRelease(id));
  await taken(PUBCOMP);
}

async function talk(peer: Peer, request: MqttRequest): Promise<void> {
  const { host, version, messages } = request;
  // Version 3.1 takes no client without a name.
  const clientId = request.clientId ?? (version === 'v3.1' ? `apprise-${randomUUID().slice(0, 13)}` : '');
  peer.write(encodeConnect(request, clientId));
  const code = (await takePacket(peer, host, CONNACK))[1] ?? 0;
  if (code > 0)
    throw new DeliveryError({
      code: UNAUTHORIZED.has(code) ? 'unauthorized' : 'refused',
      reason: `${host} does not accept the connection (${code})`,
    });
  for (const [index, message] of messages.entries()) await publish(peer, request, message, index + 1);
  // Messages of quality 0 are not confirmed: an answer to what follows them tells that the broker has read them.
  peer.write(PING);
  await takePacket(peer, host, PINGRESP);
  peer.write(GOODBYE);
}

/** Waits for those with the same client id on the same broker. */
async function inTurn(request: MqttRequest, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const { host, port, clientId } = request;
  if (clientId === undefined) return work();
  const key = JSON.stringify([host, port, clientId]);
  const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
  turns.set(key, turn);
  const forget = (): void => {
    if (turns.get(key) === turn) turns.delete(key);
  };
  turn.then(forget, forget);
  try {
    await abandon(turn, signal);
  } catch (error) {
    throw socketError(error, host);
  }
}

const isTopic = (topic: string): boolean => !/[+#\0]/.test(topic) && Buffer.byteLength(topic) <= MAX_TOPIC_BYTES;

/** Publishes messages at a broker, up to the first that fails; throws DeliveryError then, at the latest at the deadline. */
export async function sendMqtt(request: MqttRequest, deadline: number | undefined): Promise<Reply> {
  if (!request.messages.every(({ topic }) => isTopic(topic)))
    throw new DeliveryError({ code: 'invalid-message', reason: 'A topic has characters that only subscriptions have' });
  await inTurn(request, signalAt(deadline), () => converse(request, deadline, (peer) => talk(peer, request)));
  return plainReply(0, '');
}
