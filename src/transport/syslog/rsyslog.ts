import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import type { Reply } from '../../service/http.ts';
import type { RsyslogRequest } from '../../service/protocols.ts';
import { facilityNumber, SEVERITIES } from '../../service/syslog.ts';
import { signalAt } from '../deadline.ts';
import { plainReply } from '../reply.ts';
import { socketError } from '../socket-errors.ts';

/** An entry as it is sent: its priority (RFC 5424, section 6.2.1), a dash for the rest of the header, and the text. */
export function formatEntry({ facility, severity, namesProcess, text }: RsyslogRequest, processId: number): string {
  const priority = facilityNumber(facility) * 8 + SEVERITIES[severity];
  return `<${priority}>- ${namesProcess ? `${processId} ` : ''}${text}`;
}

/** Sends an entry to another machine, where nobody may listen; throws DeliveryError when it cannot be sent. */
export async function sendRsyslog(request: RsyslogRequest, deadline: number | undefined): Promise<Reply> {
  const { host, port, connectTimeoutSeconds } = request;
  try {
    const signal = AbortSignal.any([signalAt(deadline), AbortSignal.timeout(Math.ceil(connectTimeoutSeconds * 1000))]);
    signal.throwIfAborted();
    const { address, family } = await lookup(host.replace(/^\[|\]$/g, ''));
    const socket = createSocket({ type: family === 6 ? 'udp6' : 'udp4', signal });
    socket.connect(port, address);
    await once(socket, 'connect', { signal });
    await new Promise<void>((resolve, reject) =>
      socket
        .on('error', reject)
        .send(formatEntry(request, process.pid), (error) => (error ? reject(error) : resolve())),
    ).finally(() => socket.close());
    return plainReply(0, '');
  } catch (error) {
    throw socketError(error, host);
  }
}
