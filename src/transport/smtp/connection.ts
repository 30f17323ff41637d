import { once } from 'node:events';
import { connect as connectPlain, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectSecure, createSecureContext, type ConnectionOptions, type SecureContext } from 'node:tls';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { encodeMime } from '../../service/mime-encode.ts';
import type { MailMessage, SmtpRequest } from '../../service/protocols.ts';
import { DeliveryError } from '../../service/errors.ts';
import { within } from '../deadline.ts';
import { contentBytes, streamContent } from './content.ts';
import { mailError } from './errors.ts';

/** Where mail is handed over, and as whom. */
export type MailServer = Omit<SmtpRequest, 'protocol' | 'messages'>;

/** A slow server may take long for a large message, but not for ever. */
const MAX_MESSAGE_SECONDS = 600;
const MAX_PATIENCE_SECONDS = 600;
const DEFAULT_PATIENCE_SECONDS = 15;

/** Made once: reading the certificate authorities takes longer than a handshake. */
let secureContext: SecureContext | undefined;

const ignore = (): void => undefined;

/** The host without the brackets that URLs put around IPv6 addresses. */
const hostOf = ({ host }: MailServer): string => host.replace(/^\[|\]$/g, '');

const tlsOptions = (server: MailServer): ConnectionOptions => ({
  host: hostOf(server),
  // An address is no server name; it is compared with the certificate all the same.
  servername: isIP(hostOf(server)) === 0 ? hostOf(server) : '',
  secureContext: (secureContext ??= createSecureContext()),
  rejectUnauthorized: server.verify,
});

/** A socket to the server: by the system's way of resolving names, and secured at once where the server wants that. */
async function dial(server: MailServer, seconds: number, signal: AbortSignal): Promise<Socket> {
  const address = { host: hostOf(server), port: server.port };
  const secure = server.security === 'ssl';
  const socket = secure ? connectSecure({ ...address, ...tlsOptions(server) }) : connectPlain(address);
  // Stays: an error that nobody listens for would end the process.
  socket.on('error', ignore);
  try {
    await within(seconds, signal, (bound) => once(socket, secure ? 'secureConnect' : 'connect', { signal: bound }));
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** How the client names itself: by its address, for a host name may mean nothing outside. */
const ownName = ({ localAddress = '127.0.0.1' }: Socket): string =>
  `[${isIPv6(localAddress) ? 'IPv6:' : ''}${localAddress}]`;

type Done<T> = (error?: Error | null, value?: T) => void;

/** A connection to a mail server that has been greeted, secured and logged in; it takes one message after the other. */
export class MailConnection {
  readonly #server: MailServer;
  readonly #socket: Socket;
  readonly #smtp: SMTPConnection;
  /** How long it waits for an answer, and stays open while nothing happens. */
  readonly patienceSeconds: number;
  #fail: Done<never> = ignore;
  /** Whether something was sent over it before. */
  #used = false;
  #ended = false;
  /** Told once when the connection is no more. */
  onEnd: () => void = ignore;

  private constructor(server: MailServer, socket: Socket, smtp: SMTPConnection, patienceSeconds: number) {
    this.#server = server;
    this.#socket = socket;
    this.#smtp = smtp;
    this.patienceSeconds = patienceSeconds;
    smtp.on('error', (error) => this.#fail(error));
    // The reply that ended the connection is told right after its end.
    smtp.on('end', () => setImmediate(() => this.#end()));
  }

  /** Connects to a server; throws DeliveryError if that fails or the signal says so before. */
  static async open(server: MailServer, signal: AbortSignal): Promise<MailConnection> {
    const { connectTimeoutSeconds: seconds } = server;
    const patienceSeconds = seconds > 0 ? Math.min(seconds, MAX_PATIENCE_SECONDS) : DEFAULT_PATIENCE_SECONDS;
    const timeout = patienceSeconds * 1000;
    try {
      // Loaded when the first mail is sent: most processes never send one.
      const { default: Client } = await import('nodemailer/lib/smtp-connection');
      const socket = await dial(server, patienceSeconds, signal);
      const client = new Client({
        connection: socket,
        host: hostOf(server),
        name: ownName(socket),
        secure: server.security === 'ssl',
        secured: server.security === 'ssl',
        requireTLS: server.security === 'starttls',
        ignoreTLS: server.security === 'insecure',
        tls: tlsOptions(server),
        greetingTimeout: timeout,
        socketTimeout: timeout,
      });
      const connection = new MailConnection(server, socket, client, patienceSeconds);
      await connection.#begin(signal);
      return connection;
    } catch (error) {
      throw mailError(error, server.host);
    }
  }

  get isOpen(): boolean {
    return !this.#ended;
  }

  /** Whether the server still answers; forgets what became of an earlier message. */
  async isReady(signal: AbortSignal): Promise<boolean> {
    if (this.#ended) return false;
    try {
      if (this.#used) await this.#step<unknown>(signal, this.patienceSeconds, (done) => this.#smtp.reset(done));
      this.#used = false;
    } catch {
      this.destroy();
    }
    return !this.#ended;
  }

  /** Hands a message over; throws DeliveryError if it, or one of its recipients, is not taken. */
  async send({ from, to, mime }: MailMessage, signal: AbortSignal): Promise<string> {
    this.#used = true;
    const chunks = [...encodeMime(mime, () => `=_${crypto.randomUUID()}`)];
    const envelope = { from, to: [...to], size: contentBytes(chunks) };
    try {
      const { response, rejectedErrors } = await this.#step<SMTPConnection.SentMessageInfo>(
        signal,
        MAX_MESSAGE_SECONDS,
        (done) => this.#smtp.send(envelope, streamContent(chunks), done),
      );
      const rejected = rejectedErrors?.[0];
      if (rejected) throw rejected;
      return response;
    } catch (error) {
      const failure = mailError(error, this.#server.host);
      // Without a reply it is not known where in the dialogue the server is.
      if (failure.status === undefined) this.destroy();
      throw failure;
    }
  }

  /** Takes leave of the server; the connection has ended when this resolves, at the latest after the time given. */
  async quit(graceSeconds: number): Promise<void> {
    if (this.#ended) return;
    this.#smtp.quit();
    await once(this.#smtp, 'end', { signal: AbortSignal.timeout(graceSeconds * 1000) }).catch(ignore);
    this.destroy();
  }

  destroy(): void {
    this.#smtp.close();
    this.#socket.destroy();
    this.#end();
  }

  async #begin(signal: AbortSignal): Promise<void> {
    const { login, host } = this.#server;
    try {
      await this.#step<unknown>(signal, this.patienceSeconds, (done) => this.#smtp.connect(done));
      if (!login) return;
      if (!this.#smtp.allowsAuth) throw new DeliveryError({ code: 'unauthorized', reason: `${host} takes no logins` });
      const auth = { user: login.user, pass: login.password };
      await this.#step<unknown>(signal, this.patienceSeconds, (done) => this.#smtp.login(auth, done));
    } catch (error) {
      this.destroy();
      throw error;
    }
  }

  /** One step of the dialogue: ends with its answer, with the connection, with the time it may take, or with the signal. */
  #step<T>(signal: AbortSignal, seconds: number, start: (done: Done<T>) => void): Promise<T> {
    const bound = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(seconds * 1000))]);
    return new Promise<T>((resolve, reject) => {
      const giveUp = (): void => {
        settle(bound.reason as Error);
        this.destroy();
      };
      const settle: Done<T> = (error, value) => {
        this.#fail = ignore;
        bound.removeEventListener('abort', giveUp);
        if (error) reject(error);
        else resolve(value as T);
      };
      this.#fail = settle;
      if (bound.aborted) return giveUp();
      bound.addEventListener('abort', giveUp);
      start(settle);
    });
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#fail(Object.assign(new Error('the connection has ended'), { code: 'ECONNECTION' }));
    this.onEnd();
  }
}
