import { DeliveryError } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { AprsRequest } from '../../service/protocols.ts';
import { converse, findLine, type Peer } from '../peer.ts';
import { plainReply } from '../reply.ts';
import { loginLine, packetsOf } from './packets.ts';

/** Waits for what the server makes of the login; other lines greet or are traffic. */
async function logIn(peer: Peer, request: AprsRequest): Promise<void> {
  const { host, callSign } = request;
  peer.write(loginLine(request));
  const [, known = '', verdict] = await peer.seek(
    findLine,
    (line) => /^# logresp (\S+) (\w+)/i.exec(line) ?? undefined,
  );
  if (known.toUpperCase() === callSign && verdict === 'verified') return;
  throw new DeliveryError({ code: 'unauthorized', reason: `${host} does not accept the password of ${callSign}` });
}

/** Sends a text over APRS-IS, which says nothing of what becomes of it; throws DeliveryError when it is not taken. */
export async function sendAprs(request: AprsRequest, deadline: number | undefined): Promise<Reply> {
  await converse(request, deadline, async (peer) => {
    await logIn(peer, request);
    for (const [index, packet] of packetsOf(request).entries()) {
      if (index > 0) await peer.pause(request.pauseSeconds);
      peer.write(packet);
    }
  });
  return plainReply(0, '');
}
