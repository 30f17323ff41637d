import type { Reply } from '../service/http.ts';
import type { ProtocolRequest } from '../service/protocols.ts';
import { sendAprs } from './aprs/send.ts';
import { sendGrowl } from './growl/send.ts';
import { sendIrc } from './irc/send.ts';
import { sendMqtt } from './mqtt/send.ts';
import { sendRsyslog } from './syslog/rsyslog.ts';
import { sendSyslog } from './syslog/syslog.ts';
import { sendSmpp } from './smpp/send.ts';
import { closeMail, sendMail } from './smtp/send.ts';
import { closeXmpp, sendXmpp } from './xmpp/send.ts';

type Request<P> = Extract<ProtocolRequest, { readonly protocol: P }>;
type Senders = {
  readonly [P in ProtocolRequest['protocol']]: (request: Request<P>, deadline: number | undefined) => Promise<Reply>;
};
const senders: Senders = {
  smtp: sendMail,
  mqtt: sendMqtt,
  rsyslog: sendRsyslog,
  syslog: sendSyslog,
  irc: sendIrc,
  growl: sendGrowl,
  aprs: sendAprs,
  smpp: sendSmpp,
  xmpp: sendXmpp,
};

/** Sends what is no HTTP; rejects with DeliveryError when it fails, at the latest at the deadline (milliseconds since 1970). */
export const sendProtocol = <P extends ProtocolRequest['protocol']>(
  request: Request<P>,
  deadline: number | undefined,
): Promise<Reply> => senders[request.protocol](request, deadline);

/** Ends the connections that are kept between requests. */
export async function closeProtocols(): Promise<void> {
  closeXmpp();
  await closeMail();
}
