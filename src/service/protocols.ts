import type { MimePart } from './mime.ts';

/** Mail as data: one connection, one or more messages. */
export interface SmtpRequest {
  readonly protocol: 'smtp';
  readonly host: string;
  readonly port: number;
  readonly security: 'insecure' | 'starttls' | 'ssl';
  readonly login: { readonly user: string; readonly password: string } | undefined;
  readonly verify: boolean;
  readonly connectTimeoutSeconds: number;
  readonly messages: readonly { readonly from: string; readonly to: readonly string[]; readonly mime: MimePart }[];
}

/** Requests that are no HTTP, told apart by `protocol`; each has its own port in `transport/`. */
export type ProtocolRequest = SmtpRequest;
