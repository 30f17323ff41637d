import type { Reply } from '../service/http.ts';
import type { ProtocolRequest } from '../service/protocols.ts';
import { sendAprs } from './aprs/send.ts';
import { sendDesktop, type DesktopSession } from './dbus/send.ts';
import { cancelEverything, cancelled } from './deadline.ts';
import { lackOfBlink, sendBlink } from './desktop/blink1.ts';
import { lackOfMac, sendMac } from './desktop/macos.ts';
import { lackOfWindows, sendWindows } from './desktop/windows.ts';
import { sendGrowl } from './growl/send.ts';
import { sendIrc } from './irc/send.ts';
import { sendMqtt } from './mqtt/send.ts';
import { sendRsyslog } from './syslog/rsyslog.ts';
import { sendSyslog } from './syslog/syslog.ts';
import { sendSmpp } from './smpp/send.ts';
import { closeMail, sendMail } from './smtp/send.ts';
import { closeXmpp, sendXmpp } from './xmpp/send.ts';

type Protocol = ProtocolRequest['protocol'];
type Request<P> = Extract<ProtocolRequest, { readonly protocol: P }>;
type Senders = {
  readonly [P in Protocol]: (
    request: Request<P>,
    deadline: number | undefined,
    session: DesktopSession,
  ) => Promise<Reply>;
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
  dbus: sendDesktop,
  macos: (request, deadline) => sendMac(request, deadline),
  windows: (request, deadline) => sendWindows(request, deadline),
  blink1: (request, deadline) => sendBlink(request, deadline),
};
const lacks: Partial<Record<Protocol, () => string | undefined>> = {
  macos: lackOfMac,
  windows: lackOfWindows,
  blink1: lackOfBlink,
};

/** What this machine lacks to send requests of a protocol; undefined: nothing. */
export const lackOf = (protocol: Protocol): string | undefined => lacks[protocol]?.();

/** What sends requests that are no HTTP. */
export interface Protocols {
  /** Rejects with DeliveryError when it fails, at the latest at the deadline (milliseconds since 1970). */
  send<P extends Protocol>(request: Request<P>, deadline: number | undefined): Promise<Reply>;
  /** Breaks off what is under way and ends the connections that are kept; what comes later fails. */
  close(): Promise<void>;
}

export function openProtocols(session: DesktopSession = {}): Protocols {
  let isClosed = false;
  return {
    async send<P extends Protocol>(request: Request<P>, deadline: number | undefined): Promise<Reply> {
      if (isClosed) throw cancelled();
      return senders[request.protocol](request, deadline, session);
    },
    async close() {
      isClosed = true;
      cancelEverything();
      closeXmpp();
      await closeMail();
    },
  };
}
