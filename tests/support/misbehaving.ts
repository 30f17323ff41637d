import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setInterval } from 'node:timers';

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

/** Writes the same again and again, as fast as it is read. */
export function flood(socket: Socket, what: string | Uint8Array): void {
  const block = Buffer.concat(Array.from({ length: Math.ceil(65_536 / what.length) }, () => Buffer.from(what)));
  const more = (): void => {
    while (socket.writable && socket.write(block));
  };
  socket.on('drain', more);
  more();
}

function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20);
  socket.on('close', () => clearInterval(timer));
}

/** What servers of any protocol may do instead of answering. */
export const MISBEHAVIOURS: Readonly<Record<string, (socket: Socket) => void>> = {
  'never answers': (socket) => socket.resume(),
  'reads too late': (socket) => setTimeout(() => socket.resume(), 1500),
  'closes at once': (socket) => socket.resume().end(),
  'breaks off at once': (socket) => socket.resetAndDestroy(),
  'closes after the first words': (socket) => socket.once('data', () => socket.end()),
  'breaks off after the first words': (socket) => socket.once('data', () => socket.resetAndDestroy()),
  'answers with noise': (socket) => socket.on('data', () => socket.write(EVERY_BYTE)),
  'answers with zeros': (socket) => socket.on('data', () => socket.write(Buffer.alloc(100))),
  'answers as a web server': (socket) => socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
  'greets one letter at a time': (socket) => drip(socket.resume(), ' '),
  'greets one line at a time': (socket) => drip(socket.resume(), 'x\r\n'),
  'never ends what it says': (socket) => flood(socket.resume(), 'x'),
  'never ends what it says, line by line': (socket) => flood(socket.resume(), 'x\r\n'),
};

/** A server that does the same with every connection, and knows which are open. */
export class MisbehavingServer {
  /** So many connections were made. */
  connections = 0;
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  constructor(misbehave: (socket: Socket) => void) {
    this.#server = createServer((socket) => {
      this.connections++;
      this.#open.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => this.#open.delete(socket));
      misbehave(socket);
    });
  }

  async start(): Promise<number> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that the other side has not ended. */
  get open(): number {
    return this.#open.size;
  }

  /** Reads what has come, and whatever comes. */
  read(): void {
    for (const socket of this.#open) socket.resume();
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await once(this.#server.close(), 'close');
  }
}

/** So many sockets this process has: of servers and clients, but not those that listen. */
export const socketCount = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap' || name === 'TLSWrap').length;
