import type { MimePart } from './mime.ts';
import type { CommonOptions } from './options.ts';
import type { Facility, Severity } from './syslog.ts';

/** One message and the addresses it goes to, which its headers need not name. */
export interface MailMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly mime: MimePart;
}

/** Mail for one server, handed over with one login. */
export interface SmtpRequest {
  readonly protocol: 'smtp';
  readonly host: string;
  readonly port: number;
  /** `starttls` insists on it, `insecure` never uses it. */
  readonly security: 'insecure' | 'starttls' | 'ssl';
  readonly login: { readonly user: string; readonly password: string } | undefined;
  /** Whether the certificate must be trusted and of this host. */
  readonly verify: boolean;
  /** For connecting, and for each answer of the server. */
  readonly connectTimeoutSeconds: number;
  readonly messages: readonly MailMessage[];
}

/** A server, and how long it may take. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Whether the certificate must be trusted and of this host. */
  readonly verify: boolean;
  readonly connectTimeoutSeconds: number;
  /** For each answer. */
  readonly readTimeoutSeconds: number;
  /** The name that its certificate must be for, where that is not the host. */
  readonly certificateName?: string;
}

/** The server that settings name; `standard`: its ports, plain and secure, where they name none. */
export const serverOf = (
  settings: {
    readonly host: string;
    readonly port?: number | undefined;
    readonly secure: boolean;
    readonly options: CommonOptions;
  },
  [plain, secure]: readonly [plain: number, secure: number],
): ServerAddress => {
  const { connectTimeoutSeconds, readTimeoutSeconds, verify } = settings.options;
  return {
    host: settings.host,
    port: settings.port ?? (settings.secure ? secure : plain),
    secure: settings.secure,
    verify,
    connectTimeoutSeconds,
    readTimeoutSeconds,
  };
};

export const MQTT_VERSIONS = ['v3.1.1', 'v3.1', 'v5.0'] as const;

/** Messages for topics of one broker, published one after the other. */
export interface MqttRequest extends ServerAddress {
  readonly protocol: 'mqtt';
  readonly version: (typeof MQTT_VERSIONS)[number];
  readonly clientId: string | undefined;
  /** Whether the broker forgets the client when it leaves. */
  readonly cleanSession: boolean;
  readonly login: { readonly user: string; readonly password: string | undefined } | undefined;
  readonly messages: readonly MqttMessage[];
}
export interface MqttMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
  readonly retain: boolean;
}

interface LogEntry {
  readonly facility: Facility;
  readonly severity: Severity;
  /** Whether the number of the process stands in the entry. */
  readonly namesProcess: boolean;
  readonly text: string;
}

/** An entry for the log of another machine, in a datagram. */
export interface RsyslogRequest extends LogEntry {
  readonly protocol: 'rsyslog';
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutSeconds: number;
}

/** An entry for the log of this machine. */
export interface SyslogRequest extends LogEntry {
  readonly protocol: 'syslog';
  /** Where the logger listens; undefined: where it does by default. */
  readonly socketPath: string | undefined;
  /** Of the application. */
  readonly name: string;
  readonly toStderr: boolean;
}

export const IRC_LOGINS = ['znc', 'server', 'nickserv', 'none'] as const;

/** A text for channels and users of one IRC server, said line by line. */
export interface IrcRequest extends ServerAddress {
  readonly protocol: 'irc';
  /** How `password` is given: at the door of the server or bouncer, to its service for nicknames, or not at all. */
  readonly login: (typeof IRC_LOGINS)[number];
  readonly password: string | undefined;
  readonly nick: string;
  /** Other nicks for when that one is taken. */
  readonly spareNicks: readonly string[];
  readonly fullName: string;
  readonly channels: readonly { readonly name: string; readonly key: string | undefined; readonly joins: boolean }[];
  readonly users: readonly string[];
  readonly text: string;
  readonly farewell: string;
}

interface GrowlServer extends ServerAddress {
  readonly protocol: 'growl';
  readonly password: string | undefined;
  readonly application: string;
  /** The kind of notifications the application has. */
  readonly kind: string;
}

/** Tells a Growl server of an application, which it has to know before it shows what comes from it. */
export interface GrowlRegistration extends GrowlServer {
  readonly call: 'register';
}

/** A notification for a Growl server. */
export interface GrowlNotification extends GrowlServer {
  readonly call: 'notify';
  readonly title: string;
  readonly text: string;
  readonly iconUrl: string | undefined;
  readonly sticky: boolean;
  readonly priority: number;
}
export type GrowlRequest = GrowlRegistration | GrowlNotification;

/** A text for radio amateurs, by way of APRS-IS. */
export interface AprsRequest extends ServerAddress {
  readonly protocol: 'aprs';
  readonly callSign: string;
  readonly password: string;
  readonly recipients: readonly string[];
  readonly text: string;
  /** Between one recipient and the next. */
  readonly pauseSeconds: number;
}

/** A text for phones, by way of a message centre. */
export interface SmppRequest extends ServerAddress {
  readonly protocol: 'smpp';
  readonly login: { readonly user: string; readonly password: string };
  readonly source: string;
  readonly recipients: readonly string[];
  readonly text: string;
}

export const XMPP_MODES = ['starttls', 'tls', 'none'] as const;

/** Whom XMPP knows: somebody or a room, at a domain, in one place of several. */
export interface Jid {
  readonly local: string;
  readonly domain: string;
  readonly resource: string | undefined;
}

/** A text for people and rooms, by way of the server of the sender; with nobody named, for the sender. */
export interface XmppRequest extends ServerAddress {
  readonly protocol: 'xmpp';
  /** `starttls` insists on it, `none` never uses it. */
  readonly mode: (typeof XMPP_MODES)[number];
  readonly sender: Jid;
  readonly password: string;
  /** Whether logins are bound to the encrypted connection where the server knows how. */
  readonly bindsChannel: boolean;
  /** Whether the connection is kept for what follows. */
  readonly keepsAlive: boolean;
  readonly asksRoster: boolean;
  /** In rooms. */
  readonly nick: string;
  readonly people: readonly string[];
  readonly rooms: readonly string[];
  readonly subject: string | undefined;
  readonly text: string;
}

/** A notification for the desktop in whose session the program runs (freedesktop.org). */
export interface DesktopRequest {
  readonly protocol: 'dbus';
  readonly application: string;
  /** Plain text. */
  readonly summary: string;
  readonly body: string;
  /** Whether `<`, `>` and `&` mean something in the body. */
  readonly isMarkup: boolean;
  /** Low, normal, high. */
  readonly urgency: 0 | 1 | 2;
  /** The name of an icon in the theme of the desktop (Icon Naming Specification). */
  readonly icon: string | undefined;
  /** Where on the screen; undefined: where the desktop shows notifications. */
  readonly position: { readonly x: number; readonly y: number } | undefined;
  /** Undefined: as long as the desktop shows notifications. */
  readonly timeoutMilliseconds: number | undefined;
}

/** A notification for the desktop of macOS. */
export interface MacRequest {
  readonly protocol: 'macos';
  readonly title: string;
  readonly text: string;
  readonly clickUrl: string | undefined;
  readonly sound: string | undefined;
  readonly iconUrl: string | undefined;
}

/** A notification for the desktop of Windows. */
export interface WindowsRequest {
  readonly protocol: 'windows';
  readonly application: string;
  readonly title: string;
  readonly text: string;
  readonly icon: 'None' | 'Info' | 'Warning' | 'Error';
  readonly seconds: number;
}

/** A colour for a light on USB. */
export interface BlinkRequest {
  readonly protocol: 'blink1';
  /** Undefined: the first that is found. */
  readonly serial: string | undefined;
  readonly color: readonly [red: number, green: number, blue: number];
  readonly fadeMilliseconds: number;
  readonly milliseconds: number;
  /** 0: all. */
  readonly led: number;
}

/** Requests that are no HTTP, told apart by `protocol`; each has its own port in `transport/`. */
export type ProtocolRequest =
  | SmtpRequest
  | MqttRequest
  | RsyslogRequest
  | SyslogRequest
  | IrcRequest
  | GrowlRequest
  | AprsRequest
  | SmppRequest
  | XmppRequest
  | DesktopRequest
  | MacRequest
  | WindowsRequest
  | BlinkRequest;
