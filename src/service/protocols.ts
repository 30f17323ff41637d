import type { MimePart } from './mime.ts';

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

/** Requests that are no HTTP, told apart by `protocol`; each has its own port in `transport/`. */
export type ProtocolRequest = SmtpRequest;
