import { once } from 'node:events';
import { createServer as createProxy } from 'node:http';
import { createServer, type Server } from 'node:https';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from './certificates.ts';

/** What a web server of many names answers. */
export interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly body?: string | Uint8Array;
}

/** A web server over TLS that has several names, and a proxy that leads to it whoever asks for one of them. */
export class KeyDirectory {
  /** By host and path, the query included. */
  readonly answers = new Map<string, Answer>();
  /** What was asked for. */
  readonly asked: string[] = [];
  /** Of the authority whose certificate the server has. */
  readonly authority: string;
  readonly proxy: string;
  readonly #servers: readonly (Server | ReturnType<typeof createProxy>)[];
  readonly #sockets: ReadonlySet<Socket>;

  private constructor(
    authority: string,
    port: number,
    servers: readonly (Server | ReturnType<typeof createProxy>)[],
    sockets: ReadonlySet<Socket>,
  ) {
    this.authority = authority;
    this.proxy = `http://127.0.0.1:${port}`;
    this.#servers = servers;
    this.#sockets = sockets;
  }

  static async start(hosts: readonly string[]): Promise<KeyDirectory> {
    const files = mkdtempSync(join(tmpdir(), 'directory-'));
    const { certificateFile, keyFile, authority } = makeCertificates(files, hosts);
    const server = createServer({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) });
    rmSync(files, { recursive: true });
    const sockets = new Set<Socket>();
    const proxy = createProxy().on('connect', (_, socket: Socket) => {
      const upstream = connect((server.address() as AddressInfo).port, '127.0.0.1');
      for (const side of [socket, upstream]) sockets.add(side.on('error', () => side.destroy()));
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    await Promise.all([server, proxy].map((each) => once(each.listen(0, '127.0.0.1'), 'listening')));
    const directory = new KeyDirectory(authority, (proxy.address() as AddressInfo).port, [server, proxy], sockets);
    server.on('request', ({ headers: { host = '' }, url = '' }, response) => {
      directory.asked.push(host + url);
      const { status, location, body } = directory.answers.get(host + url) ?? { status: 404 };
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
    });
    return directory;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    for (const server of this.#servers) server.close();
  }
}
