import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A server of our own, for protocols that Debian has none for: it answers as it is told, and keeps what it hears. */
export class TalkingServer {
  heard = '';
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  /** `greet`: said at once; `answer`: to what has been heard of a connection so far. */
  constructor(answer: (heard: string, socket: Socket) => string | Uint8Array | undefined, greeting = '') {
    this.#server = createServer((socket) => {
      let own = '';
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket));
      if (greeting) socket.write(greeting);
      socket.on('data', (chunk) => {
        this.heard += chunk.toString();
        own += chunk.toString();
        const said = answer(own, socket);
        if (said === undefined) return;
        own = '';
        socket.write(said);
      });
    });
  }

  async start(): Promise<number> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Listens at a path instead. */
  async startAt(path: string): Promise<void> {
    await once(this.#server.listen(path), 'listening');
  }

  /** So many connections there are. */
  get open(): number {
    return this.#sockets.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server.close(), 'close');
  }
}
