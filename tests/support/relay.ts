import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';

/** A way to a server on this machine that can be watched and broken. */
export class Relay {
  /** So many connections were made. */
  connections = 0;
  /** Told whenever the server has said something, before it gets through. */
  onWords: () => void = () => undefined;
  readonly #sockets = new Map<Socket, Socket>();
  readonly #server;

  /** With a certificate, what comes is encrypted, and goes on in clear. */
  constructor(port: number, certificate?: { readonly key: string; readonly cert: string }) {
    const take = (near: Socket): void => {
      const far = connect(port, '127.0.0.1');
      this.connections++;
      this.#sockets.set(near, far);
      near.on('close', () => this.#sockets.delete(near) && far.destroy()).on('error', () => near.destroy());
      far.on('close', () => near.destroy()).on('error', () => far.destroy());
      far.on('data', () => this.onWords());
      near.pipe(far).pipe(near);
    };
    this.#server = certificate ? createSecureServer(certificate, take) : createServer(take);
  }

  async start(): Promise<number> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** So many connections there are. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Breaks all connections. */
  cut(): void {
    for (const near of this.#sockets.keys()) near.destroy();
  }

  /** Lets nothing through any more on the connections that there are. */
  hold(): void {
    for (const [near, far] of this.#sockets) {
      near.unpipe(far).resume();
      far.unpipe(near).resume();
    }
  }

  async stop(): Promise<void> {
    this.cut();
    await once(this.#server.close(), 'close');
  }
}
