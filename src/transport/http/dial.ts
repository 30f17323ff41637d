import { once } from 'node:events';
import { connect as connectPlain, isIP, type LookupFunction, type OnReadOpts, type Socket } from 'node:net';
import {
  connect as connectSecure,
  createSecureContext,
  TLSSocket,
  type ConnectionOptions,
  type SecureContext,
} from 'node:tls';
import { TransportError } from './errors.ts';
import { checkedLookup, type AddressRule } from './guard.ts';
import type { Addressing } from './message.ts';
import { authorizationLine, type Proxy } from './proxy.ts';
import { hostAndPort, type Origin } from './url.ts';

/** The way to an origin. */
export interface Route extends Addressing {
  readonly origin: Origin;
  readonly proxy: Proxy | undefined;
  readonly verify: boolean;
  readonly publicOnly: boolean;
  /** Of the latest TLS connection; makes the next handshake short. */
  session: Buffer | undefined;
}

/** Takes the first `bytes` bytes of a buffer, which is filled anew afterwards. */
export type ReadCallback = (buffer: Buffer, bytes: number) => void;

/** What all sockets read into, one after the other: whoever wants to keep bytes copies them. */
const readBuffer = Buffer.allocUnsafe(64 * 1024);
const MAX_PROXY_REPLY_BYTES = 64 * 1024;

const ignore = (): void => undefined;

function connectError(error: unknown, socket: Socket, where: string): TransportError {
  if (error instanceof TransportError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  if (socket instanceof TLSSocket && socket.authorizationError)
    return new TransportError('certificate', 'connect', `The certificate of ${where} is not accepted (${code})`);
  return code === 'EPROTO' || code.startsWith('ERR_SSL')
    ? new TransportError('protocol', 'connect', `${where} does not answer with TLS (${code})`)
    : new TransportError('unreachable', 'connect', `${where} cannot be reached (${code})`);
}

async function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  where: string,
  signal: AbortSignal,
): Promise<Socket> {
  const giveUp = (): void =>
    void socket.destroy(new TransportError('aborted', 'connect', 'The connection is not wanted any more'));
  // Stays: an error between this promise and the next listener would end the process.
  socket.on('error', ignore);
  signal.addEventListener('abort', giveUp);
  try {
    if (signal.aborted) giveUp();
    await once(socket, event);
    return socket;
  } catch (error) {
    socket.destroy();
    throw connectError(error, socket, where);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** Asks a proxy for a connection to the origin; afterwards the socket leads there. */
function openTunnel(socket: Socket, origin: Origin, proxy: Proxy, signal: AbortSignal): Promise<void> {
  const target = hostAndPort(origin);
  return new Promise((resolve, reject) => {
    let text = '';
    const settle = (error?: TransportError): void => {
      socket.off('data', take).off('close', lost);
      signal.removeEventListener('abort', lost);
      if (error === undefined) return resolve();
      socket.destroy();
      reject(error);
    };
    const refuse = (reason: string): void =>
      settle(new TransportError('unreachable', 'connect', `The proxy does not connect to ${target} (${reason})`));
    const lost = (): void => refuse('closed');
    const take = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
      if (end === -1) {
        if (text.length > MAX_PROXY_REPLY_BYTES) refuse('malformed reply');
      } else if (status?.startsWith('2') && end + 4 === text.length) settle();
      else refuse(status ?? 'malformed reply');
    };
    socket.on('data', take).on('close', lost);
    signal.addEventListener('abort', lost);
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorizationLine(proxy)}\r\n`, 'latin1');
  });
}

/** Opens sockets, directly or through a proxy. */
export class Dialer {
  readonly #lookup: LookupFunction | undefined;
  readonly #isForbidden: AddressRule;
  /** Made once: reading the certificate authorities takes longer than a handshake. */
  #context: SecureContext | undefined;

  constructor(lookup: LookupFunction | undefined, isForbidden: AddressRule) {
    this.#lookup = lookup;
    this.#isForbidden = isForbidden;
  }

  /** A socket over which the origin of the route, or the proxy for it, takes requests; it is given up with the signal. */
  async dial(route: Route, read: ReadCallback, signal: AbortSignal): Promise<Socket> {
    const { origin, proxy, publicOnly } = route;
    // A proxy looks the name up once more by itself: then this is no more than the best that can be done here.
    const lookup = publicOnly ? await checkedLookup(origin.host, this.#isForbidden, this.#lookup) : this.#lookup;
    if (proxy === undefined) return this.#open(route, origin, lookup, read, signal);
    if (!origin.secure) return this.#open(route, proxy, this.#lookup, read, signal);
    const socket = await this.#open(route, proxy, this.#lookup, undefined, signal);
    await openTunnel(socket, origin, proxy, signal);
    const secured = connectSecure({ ...this.#tls(route, origin.host), session: route.session, socket });
    secured.on('session', (session) => (route.session = session));
    secured.on('data', (chunk) => read(chunk, chunk.length));
    return opened(secured, 'secureConnect', hostAndPort(origin), signal);
  }

  #open(
    route: Route,
    to: Origin | Proxy,
    lookup: LookupFunction | undefined,
    read: ReadCallback | undefined,
    signal: AbortSignal,
  ): Promise<Socket> {
    const { host, port } = to;
    const where = hostAndPort(to);
    const onread: OnReadOpts | undefined = read && {
      buffer: readBuffer,
      callback: (bytes) => {
        read(readBuffer, bytes);
        return true;
      },
    };
    const address = { host, port, noDelay: true, ...(lookup && { lookup }), ...(onread && { onread }) };
    if (!to.secure) return opened(connectPlain(address), 'connect', where, signal);
    const session = to === route.origin ? route.session : undefined;
    const socket = connectSecure({ ...address, ...this.#tls(route, host), session });
    if (to === route.origin) socket.on('session', (latest) => (route.session = latest));
    return opened(socket, 'secureConnect', where, signal);
  }

  #tls({ verify }: Route, host: string): ConnectionOptions {
    this.#context ??= createSecureContext();
    return {
      host,
      // An address is no server name; it is compared with the certificate all the same.
      servername: isIP(host) === 0 ? host : '',
      secureContext: this.#context,
      rejectUnauthorized: verify,
      ALPNProtocols: ['http/1.1'],
    };
  }
}
