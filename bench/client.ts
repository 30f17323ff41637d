/**
 * CPU time per outgoing request of this process, against a sink in another one: the client of the project, and the least
 * that can be sent and read over kept-alive sockets, without checks of any kind. Run: node bench/client.ts [rounds]
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectPlain, createServer as createPlainServer, type AddressInfo, type Socket } from 'node:net';
import { connect as connectSecure, createServer as createSecureServer } from 'node:tls';
import { certificate } from '../tests/fixtures/servers.ts';
import { HttpClient } from '../src/transport/http/client.ts';

type Send = (secure: boolean) => Promise<number>;
interface Ports {
  readonly plain: number;
  readonly secure: number;
}

/** Few at a time, so that whatever else the machine does falls on both. */
const REQUESTS = 8_000;
const WARM_UP_ROUNDS = 5;
const REPLY = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok';
const BODY = JSON.stringify({
  version: '1.0',
  title: 'Title',
  message: 'word '.repeat(30),
  attachments: [],
  type: 'info',
});

function answer(socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', () => socket.write(REPLY, 'latin1'));
}

async function runSink(): Promise<void> {
  const plain = createPlainServer(answer);
  const secure = createSecureServer(certificate, answer);
  for (const server of [plain, secure]) {
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 });
    await once(server, 'listening');
  }
  process.on('disconnect', () => process.exit());
  process.send!({ plain: (plain.address() as AddressInfo).port, secure: (secure.address() as AddressInfo).port });
}

function ownClient(ports: Ports, client: HttpClient): Send {
  const options = { connectTimeoutSeconds: 4, readTimeoutSeconds: 4, verify: false, followRedirects: true };
  return async (secure) => {
    const url = secure ? `https://127.0.0.1:${ports.secure}/notify` : `http://127.0.0.1:${ports.plain}/notify`;
    const headers = [
      ['User-Agent', 'bench'],
      ['Content-Type', 'application/json'],
    ] as const;
    return (await client.send({ method: 'POST', url, headers, body: BODY }, options)).status;
  };
}

function leastClient(ports: Ports): Send {
  const idle = { true: [] as Socket[], false: [] as Socket[] };
  const waiting = new WeakMap<Socket, (status: number) => void>();
  const open = (secure: boolean): Socket => {
    const address = { host: '127.0.0.1', port: secure ? ports.secure : ports.plain, noDelay: true };
    const socket = secure ? connectSecure({ ...address, rejectUnauthorized: false }) : connectPlain(address);
    return socket.on('data', (chunk: Buffer) => {
      idle[`${secure}`].push(socket);
      waiting.get(socket)!(Number(chunk.toString('latin1', 9, 12)));
    });
  };
  return (secure) =>
    new Promise((resolve) => {
      const socket = idle[`${secure}`].pop() ?? open(secure);
      waiting.set(socket, resolve);
      const head = `POST /notify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(BODY)}\r\n\r\n`;
      socket.write(Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(BODY)]));
    });
}

/** Microseconds of CPU per request, with so many callers who each send so many requests at once. */
async function measure(send: Send, secure: boolean, callers: number, fanOut: number): Promise<number> {
  let left = REQUESTS / fanOut;
  const caller = async (): Promise<void> => {
    while (left-- > 0) {
      const statuses = await Promise.all(Array.from({ length: fanOut }, () => send(secure)));
      if (statuses.some((status) => status !== 200)) throw new Error('the sink refused a request');
    }
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: callers }, caller));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / REQUESTS;
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

async function compare(sink: ChildProcess, rounds: number): Promise<void> {
  const [ports] = (await once(sink, 'message')) as [Ports];
  const client = new HttpClient();
  const clients = { own: ownClient(ports, client), least: leastClient(ports) };
  for (const secure of [false, true])
    for (const [callers, fanOut] of [
      [32, 1],
      [16, 10],
    ] as const) {
      const figures = { own: [] as number[], least: [] as number[] };
      for (let round = -WARM_UP_ROUNDS; round < rounds; round++)
        for (const name of round % 2 === 0 ? (['own', 'least'] as const) : (['least', 'own'] as const)) {
          const figure = await measure(clients[name], secure, callers, fanOut);
          if (round >= 0) figures[name].push(figure);
        }
      const ratio = median(figures.own.map((figure, index) => figure / figures.least[index]!));
      console.log(
        `${secure ? 'https' : 'http '} fan-out ${String(fanOut).padStart(2)}: ` +
          `own ${median(figures.own).toFixed(2)} us, least ${median(figures.least).toFixed(2)} us, own/least ${ratio.toFixed(2)}`,
      );
    }
  console.log(client.stats, `RSS ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`);
  sink.kill();
  process.exit();
}

if (process.send) await runSink();
else await compare(fork(import.meta.filename), Number(process.argv[2] ?? 40));
