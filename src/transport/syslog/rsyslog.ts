import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { DeliveryError } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { RsyslogRequest } from '../../service/protocols.ts';
import { facilityNumber, SEVERITIES } from '../../service/syslog.ts';
import { abandon, signalAt, within } from '../deadline.ts';
import { patienceSeconds } from '../peer.ts';
import { plainReply } from '../reply.ts';
import { socketError } from '../socket-errors.ts';

/** An entry as it is sent: its priority (RFC 5424, section 6.2.1), a dash for the rest of the header, and the text. */
export function formatEntry({ facility, severity, namesProcess, text }: RsyslogRequest, processId: number): string {
  const priority = facilityNumber(facility) * 8 + SEVERITIES[severity];
  return `<${priority}>- ${namesProcess ? `${processId} ` : ''}${text.replaceAll('\0', '')}`;
}

/** The longest that an IP packet can carry. */
const MAX_ENTRY_BYTES = 65_507;

async function sendDatagram(content: Uint8Array, host: string, port: number, signal: AbortSignal): Promise<void> {
  const { address, family } = await abandon(lookup(host.replace(/^\[|\]$/g, '')), signal);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    socket.connect(port, address);
    await once(socket, 'connect', { signal });
    await abandon(
      new Promise<void>((resolve, reject) =>
        socket.on('error', reject).send(content, (error) => (error ? reject(error) : resolve())),
      ),
      signal,
    );
  } finally {
    socket.close();
  }
}

/** Sends an entry to another machine, where nobody may listen; throws DeliveryError when it cannot be sent. */
export async function sendRsyslog(request: RsyslogRequest, deadline: number | undefined): Promise<Reply> {
  const { host, port, connectTimeoutSeconds } = request;
  const content = Buffer.from(formatEntry(request, process.pid));
  if (content.length > MAX_ENTRY_BYTES)
    throw new DeliveryError({ code: 'invalid-message', reason: 'The entry is too long for one datagram' });
  try {
    await within(patienceSeconds(connectTimeoutSeconds), signalAt(deadline), (signal) =>
      sendDatagram(content, host, port, signal),
    );
    return plainReply(0, '');
  } catch (error) {
    throw socketError(error, host);
  }
}
