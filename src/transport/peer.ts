import { once } from 'node:events';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkServerIdentity, connect as connectSecure, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { ServerAddress } from '../service/protocols.ts';
import { DeliveryError } from '../service/errors.ts';
import { signalAt, within } from './deadline.ts';
import { socketError } from './socket-errors.ts';

/** A server that says more than this without coming to an end says nothing of use. */
const MAX_RECEIVED_BYTES = 256 * 1024;
const MAX_UNREAD_BYTES = 256 * 1024;
const MAX_PATIENCE_SECONDS = 600;
const DEFAULT_PATIENCE_SECONDS = 15;
const FAREWELL_SECONDS = 2;

/** How long a setting lets a server take. */
export const patienceSeconds = (seconds: number): number =>
  seconds > 0 ? Math.min(seconds, MAX_PATIENCE_SECONDS) : DEFAULT_PATIENCE_SECONDS;

const ignore = (): void => undefined;

/** What stands at the beginning of what a server has sent, and its length; undefined: more must come. */
export type Find<T> = (received: Buffer) => { readonly value: T; readonly bytes: number } | undefined;

/** Finds whatever there is. */
export const findAll: Find<Buffer> = (received) =>
  received.length > 0 ? { value: received, bytes: received.length } : undefined;

/** Finds a line, without its end. */
export const findLine: Find<string> = (received) => {
  const end = received.indexOf('\n');
  return end < 0 ? undefined : { value: received.toString('utf8', 0, end).replace(/\r$/, ''), bytes: end + 1 };
};

/** A server that may listen on a socket of this machine, instead of at host and port. */
export interface PeerAddress extends ServerAddress {
  readonly socketPath?: string;
}

/** A host without the brackets that URLs put around IPv6 addresses. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

function tlsOptions(server: ServerAddress): ConnectionOptions {
  const name = bare(server.certificateName ?? server.host);
  return {
    // An address is no server name; it is compared with the certificate all the same.
    servername: isIP(name) === 0 ? name : '',
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
    rejectUnauthorized: server.verify,
  };
}

/** A connection to a server, whose answers are taken one after the other. */
export class Peer {
  readonly #server: PeerAddress;
  #signal: AbortSignal;
  #socket!: Socket;
  #received: Buffer = Buffer.alloc(0);
  #ended: Error | undefined;
  #wake: () => void = ignore;

  private constructor(server: PeerAddress, signal: AbortSignal) {
    this.#server = server;
    this.#signal = signal;
  }

  static async open(server: PeerAddress, signal: AbortSignal): Promise<Peer> {
    const peer = new Peer(server, signal);
    const { port, socketPath } = server;
    const address = socketPath === undefined ? { host: bare(server.host), port } : { path: socketPath };
    await (server.secure
      ? peer.#use(connectSecure({ ...address, ...tlsOptions(server) }), 'secureConnect')
      : peer.#use(connectPlain(address), 'connect'));
    return peer;
  }

  /** The encrypted socket, where the connection is encrypted. */
  get tls(): TLSSocket | undefined {
    return 'exportKeyingMaterial' in this.#socket ? (this.#socket as TLSSocket) : undefined;
  }

  /** Goes on encrypted; what the server has said so far is forgotten. */
  async encrypt(): Promise<void> {
    const plain = this.#socket.removeAllListeners('data').removeAllListeners('close');
    this.#received = Buffer.alloc(0);
    await this.#use(connectSecure({ socket: plain, ...tlsOptions(this.#server) }), 'secureConnect');
  }

  /** Is bound by another signal than before. */
  bindTo(signal: AbortSignal): void {
    this.#signal = signal;
  }

  write(data: string | Uint8Array): void {
    this.#socket.write(data);
  }

  /** Answers what the server asks for by itself; one that asks on without reading the answers is left. */
  answer(data: string | Uint8Array): void {
    if (this.#socket.writableLength < MAX_UNREAD_BYTES) this.write(data);
    else this.#leave('asks more than it reads');
  }

  /** Takes what is found at the beginning of what the server sends; rejects when it is not there in time. */
  take<T>(find: Find<T>, seconds?: number): Promise<T> {
    return this.seek(find, (found) => ({ value: found }), seconds).then(({ value }) => value);
  }

  /** Takes one thing after the other until one of them is of use; rejects when none is in time. */
  seek<T, Use>(
    find: Find<T>,
    use: (found: T) => Use | undefined,
    seconds = this.#server.readTimeoutSeconds,
  ): Promise<Use> {
    return within(patienceSeconds(seconds), this.#signal, async (bound) => {
      bound.addEventListener('abort', () => this.#wake());
      for (;;) {
        bound.throwIfAborted();
        const found = find(this.#received);
        if (!found) {
          if (this.#ended) throw this.#ended;
          await new Promise<void>((resolve) => (this.#wake = resolve));
          continue;
        }
        this.#received = this.#received.subarray(found.bytes);
        const used = use(found.value);
        if (used !== undefined) return used;
      }
    });
  }

  /** Waits, as long as the connection lasts. */
  async pause(seconds: number): Promise<void> {
    await sleep(seconds * 1000, undefined, { signal: this.#signal }).catch(() => this.#signal.throwIfAborted());
    if (this.#ended) throw this.#ended;
  }

  /** Ends the connection once everything written is sent. */
  end(): void {
    if (this.#socket.destroyed) return;
    this.#socket.removeAllListeners('data').resume();
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), FAREWELL_SECONDS * 1000);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  /** Breaks the connection off. */
  destroy(): void {
    this.#socket.destroy();
  }

  async #use(socket: Socket, ready: 'connect' | 'secureConnect'): Promise<void> {
    this.#socket = socket;
    // Stays: an error that nobody listens for would end the process.
    socket.on('error', (error) => this.#end(error));
    try {
      await within(patienceSeconds(this.#server.connectTimeoutSeconds), this.#signal, (signal) =>
        once(socket, ready, { signal }),
      );
    } catch (error) {
      socket.destroy();
      throw error;
    }
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('close', () => this.#end(Object.assign(new Error('the connection has ended'), { code: 'ECONNRESET' })));
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    if (this.#received.length > MAX_RECEIVED_BYTES) this.#leave('says more than can be understood');
    this.#wake();
  }

  #leave(why: string): void {
    this.#end(new DeliveryError({ code: 'service-failed', reason: `${this.#server.host} ${why}` }));
    this.#socket.destroy();
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#wake();
  }
}

/** Talks to a server over a connection of its own; throws DeliveryError when that fails, at the latest at the deadline. */
export async function converse<T>(
  server: PeerAddress,
  deadline: number | undefined,
  talk: (peer: Peer) => Promise<T>,
): Promise<T> {
  let peer: Peer | undefined;
  try {
    peer = await Peer.open(server, signalAt(deadline));
    const result = await talk(peer);
    peer.end();
    return result;
  } catch (error) {
    peer?.destroy();
    throw socketError(error, server.host);
  }
}
