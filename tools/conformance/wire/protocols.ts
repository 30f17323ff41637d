import { formatMailbox, type MimePart } from '../../../src/service/mime.ts';
import type {
  AprsRequest,
  BlinkRequest,
  DesktopRequest,
  GrowlRequest,
  IrcRequest,
  MacRequest,
  MqttRequest,
  ProtocolRequest,
  RsyslogRequest,
  SmppRequest,
  SmtpRequest,
  SyslogRequest,
  WindowsRequest,
  XmppRequest,
} from '../../../src/service/protocols.ts';
import { formatJid } from '../../../src/service/jid.ts';
import { facilityNumber, SEVERITIES } from '../../../src/service/syslog.ts';
import { loginLine, packetsOf } from '../../../src/transport/aprs/packets.ts';
import { reportsOf } from '../../../src/transport/desktop/blink1.ts';
import { wordsOf } from '../../../src/transport/desktop/macos.ts';
import { greetingLines, messageLines } from '../../../src/transport/irc/lines.ts';
import { formatEntry } from '../../../src/transport/syslog/rsyslog.ts';
import { digestOf, showText } from './digest.ts';
import type { Rule } from './rule.ts';

const MAX_DATAGRAM_CHARACTERS = 4000;
/** As long as the one that rows were recorded with. */
const PROCESS_ID = 12_345;

/** What makes two sends of the same differ. */
const isVolatile = (name: string): boolean => /^(Message-ID|Date)$/i.test(name);

function showContent(type: string, content: MimePart['content']): Record<string, unknown> {
  if (typeof content === 'string') return showText(content);
  const bytes = content instanceof Uint8Array ? content : undefined;
  if (bytes) return type.startsWith('text/') ? showContent(type, Buffer.from(bytes).toString()) : digestOf(bytes);
  if ('source' in content)
    return 'bytes' in content.source ? showContent(type, content.source.bytes) : { path: content.source.path };
  return { parts: (content as readonly MimePart[]).map((part) => showMime(part)) };
}

function showMime({ type, disposition, filename, headers = [], content }: MimePart): Record<string, unknown> {
  const shown = headers
    .filter(([name]) => !isVolatile(name))
    .map(([name, value]) => [name, typeof value === 'string' ? value : value.map(formatMailbox).join(',')]);
  return {
    content_type: type,
    ...(typeof content === 'string' && { charset: 'utf-8' }),
    ...(disposition !== undefined && { disposition }),
    ...(filename !== undefined && { filename }),
    ...(shown.length > 0 && { headers: shown }),
    ...showContent(type, content),
  };
}

const has = ({ headers = [] }: MimePart, wanted: string): boolean => headers.some(([name]) => name === wanted);

const showMail = ({ from, to, mime }: SmtpRequest['messages'][number]): Record<string, unknown> => ({
  mail_from: from,
  rcpt_to: to,
  mime: { ...showMime(mime), has_message_id: has(mime, 'Message-ID'), has_date: has(mime, 'Date') },
});

/** Which step of handing mail over a rule breaks, if the request comes to that step. */
function brokenStep({ security, login }: SmtpRequest, { smtp }: Rule): Rule['smtp'] {
  const happens = { starttls: security === 'starttls', login: login !== undefined, sendmail: true };
  return smtp && happens[smtp] ? smtp : undefined;
}

/** What became of a request that is no HTTP, as rows show it; what never reached its server is not shown. */
export interface Played {
  readonly shown?: unknown;
  readonly fails: boolean;
  /** How long it takes. */
  readonly seconds?: number;
}

function playMail(request: SmtpRequest, rule: Rule): Played {
  if (rule.error !== undefined) return { fails: true };
  const { host, port, security, login, messages, connectTimeoutSeconds } = request;
  const broken = brokenStep(request, rule);
  const shown = {
    protocol: 'smtp',
    host,
    port,
    tls: security === 'insecure' ? null : security,
    login: login && broken !== 'starttls' ? [login.user, login.password] : null,
    messages: broken === 'starttls' || broken === 'login' ? [] : messages.map(showMail),
    timeout: connectTimeoutSeconds,
  };
  return { shown, fails: broken !== undefined };
}

/** What a request came to that does not reach its server at all, or else works. */
const playAtOnce =
  <R>(show: (request: R) => Record<string, unknown>) =>
  (request: R, rule: Rule): Played =>
    rule.error === undefined ? { shown: show(request), fails: false } : { fails: true };

const showMqtt = (request: MqttRequest): Record<string, unknown> => ({
  protocol: 'mqtt',
  client_id: request.clientId ?? null,
  clean_session: request.cleanSession,
  mqtt_version: request.version.replace(/^v|\.0$/g, ''),
  transport: 'tcp',
  max_inflight: 200,
  username: request.login?.user ?? null,
  password: request.login?.password ?? null,
  tls: request.secure ? { verify: request.verify, insecure: !request.verify } : null,
  host: request.host,
  port: request.port,
  keepalive: 30,
  publish: request.messages,
});

const showRsyslog = (request: RsyslogRequest): Record<string, unknown> => {
  const entry = formatEntry(request, PROCESS_ID);
  const data = entry.length > MAX_DATAGRAM_CHARACTERS ? digestOf(Buffer.from(entry)) : { text: entry };
  return { protocol: 'udp', host: request.host, port: request.port, data };
};

/** Of `<syslog.h>` on Linux. */
const LOG_PID = 1;
const LOG_PERROR = 32;

const showSyslog = ({ name, facility, severity, namesProcess, toStderr, text }: SyslogRequest) => ({
  protocol: 'syslog',
  ident: name,
  logoption: (namesProcess ? LOG_PID : 0) | (toStderr ? LOG_PERROR : 0),
  facility: facilityNumber(facility) * 8,
  priority: SEVERITIES[severity],
  message: text,
});

const showIrc = (request: IrcRequest): Record<string, unknown> => ({
  protocol: 'irc',
  host: request.host,
  port: request.port,
  secure: request.secure,
  lines: [...greetingLines(request), ...messageLines(request), `QUIT :${request.farewell}`],
});

const showGrowl = (request: GrowlRequest): Record<string, unknown> => {
  if (request.call === 'notify') {
    const { call, kind, title, text, iconUrl, sticky, priority } = request;
    const args = { noteType: kind, title, description: text, icon: iconUrl ?? null, sticky, priority };
    return { protocol: 'growl', call, args };
  }
  const { call, application, kind, host, port, password } = request;
  const args = {
    applicationName: application,
    notifications: [kind],
    defaultNotifications: [kind],
    hostname: host,
    port,
  };
  return { protocol: 'growl', call, args: password === undefined ? args : { ...args, password } };
};

const showAprs = (request: AprsRequest): Record<string, unknown> => ({
  protocol: 'tcp',
  host: request.host,
  port: request.port,
  sent: [loginLine(request), ...packetsOf(request)],
});

const INTERNATIONAL = 1;

/** Recorded with a library that neither cut nor encoded texts. */
function playSmpp({ host, port, login, source, recipients, text }: SmppRequest, { error }: Rule): Played {
  if (error !== undefined) return { shown: { protocol: 'smpp', host, port, bind: null, messages: [] }, fails: true };
  const messages = recipients.map((recipient) => ({
    source_addr_ton: INTERNATIONAL,
    source_addr: source,
    dest_addr_ton: INTERNATIONAL,
    destination_addr: recipient,
    short_message: text,
    data_coding: 0,
    esm_class: 0,
    registered_delivery: true,
  }));
  const bind = { system_id: login.user, password: login.password };
  return { shown: { protocol: 'smpp', host, port, bind, messages }, fails: false };
}

/** Recorded where a library takes over: what it was told. */
const showXmpp = (request: XmppRequest): Record<string, unknown> => ({
  protocol: 'xmpp',
  config: {
    host: request.host,
    port: request.port,
    jid: formatJid(request.sender),
    password: request.password,
    secure: request.mode,
    verify_certificate: request.verify,
    use_channel_binding: request.bindsChannel,
  },
  targets: [...request.rooms.map((room) => ['groupchat', room]), ...request.people.map((person) => ['chat', person])],
  subject: request.subject ?? '',
  body: request.text,
  roster: request.asksRoster,
  keepalive: request.keepsAlive,
  muc: request.rooms.length > 0,
  nickname: request.nick,
});

/** Recorded without icons, and of Gnome what its library was told. */
const showDesktop = (request: DesktopRequest): Record<string, unknown> => {
  const { application, summary, body, urgency, position, timeoutMilliseconds: timeout } = request;
  if (timeout === undefined) return { protocol: 'libnotify', summary, urgency };
  const hints = { urgency, ...position };
  const rest = { replaces: 0, icon: '', actions: [] };
  return { protocol: 'dbus-notify', app: application, summary, body, hints, timeout, ...rest };
};

const playMac = (request: MacRequest, { error }: Rule): Played => ({
  shown: { protocol: 'exec', argv: ['/usr/local/bin/terminal-notifier', ...wordsOf(request)] },
  fails: error !== undefined,
});

/** Recorded with a system that always works. */
const playWindows = ({ title, text, seconds }: WindowsRequest): Played => ({
  shown: { protocol: 'windows-toast', body: text, timeout: 200, title },
  fails: false,
  seconds,
});

function playBlink(request: BlinkRequest, { error }: Rule): Played {
  const missing = { vendor_id: null, product_id: null, serial: null };
  if (error !== undefined) return { shown: { protocol: 'hid', open: missing, reports: [] }, fails: true };
  const seconds = (request.fadeMilliseconds + request.milliseconds) / 1000;
  const open = { vendor_id: 0x27b8, product_id: 0x1ed, serial: request.serial ?? null };
  return { shown: { protocol: 'hid', open, reports: reportsOf(request) }, fails: false, seconds };
}

type Players = {
  readonly [P in ProtocolRequest['protocol']]: (
    request: Extract<ProtocolRequest, { readonly protocol: P }>,
    rule: Rule,
  ) => Played;
};
const players: Players = {
  smtp: playMail,
  mqtt: playAtOnce(showMqtt),
  rsyslog: playAtOnce(showRsyslog),
  syslog: (request) => ({ shown: showSyslog(request), fails: false }),
  irc: playAtOnce(showIrc),
  growl: playAtOnce(showGrowl),
  aprs: playAtOnce(showAprs),
  smpp: playSmpp,
  xmpp: (request, { error }) => ({ shown: showXmpp(request), fails: error !== undefined }),
  dbus: playAtOnce(showDesktop),
  macos: playMac,
  windows: playWindows,
  blink1: playBlink,
};

/** Plays a request that is no HTTP against a rule. */
export const playProtocol = <P extends ProtocolRequest['protocol']>(
  request: Extract<ProtocolRequest, { readonly protocol: P }>,
  rule: Rule = {},
): Played => players[request.protocol](request, rule);
