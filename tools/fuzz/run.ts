import { spawn, type ChildProcess } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startWebServer } from '../../tests/support/web-server.ts';
import { createRequest } from './requests.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'src', 'bin', 'apprise-api.ts');
const CONCURRENCY = 32;
/** Damaged requests may never be complete, and then get no answer. */
const PATIENCE_MILLISECONDS = 250;
const SETTLE_MILLISECONDS = 3000;

export interface FuzzOptions {
  readonly requests: number;
  /** Seed of the first request; each one after it has the next number. */
  readonly seed: number;
}

export interface FuzzReport {
  /** How many answers had which status; 0 stands for none. */
  readonly statuses: ReadonlyMap<number, number>;
  /** What must not happen, with the seed of the request where there is one. */
  readonly problems: readonly string[];
}

/** Stands for every host: the server has it as its proxy. */
const startEveryHost = () => startWebServer((_, response) => response.end('json://localhost/included'));

/** A server under test in a process and a directory of its own. */
class Subject {
  readonly directory = mkdtempSync(join(tmpdir(), 'apprise-fuzz-'));
  readonly #child: ChildProcess;
  #output = '';

  constructor(proxy: string) {
    this.#child = spawn(process.execPath, [PROGRAM], {
      cwd: this.directory,
      env: {
        PORT: '0',
        IPV4_ONLY: 'yes',
        APPRISE_ALLOW_SERVICES: 'json,xml,form',
        APPRISE_ADMIN: 'yes',
        APPRISE_ATTACH_REJECT_URL: 'forbidden',
        APPRISE_WORKER_TIMEOUT: '1',
        HTTP_PROXY: proxy,
        HTTPS_PROXY: proxy,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get errors(): readonly string[] {
    return this.#output.split('\n').filter((line) => / (?:ERROR|CRITICAL) |^\s+at /.test(line));
  }

  /** Temporary files of uploads, and of configurations that were being written. */
  get leftovers(): readonly string[] {
    return globSync(['var/attach/*', 'var/config/**/*.tmp'], { cwd: this.directory });
  }

  async port(): Promise<number> {
    while (!this.hasExited) {
      const port = /port=(\d+)/.exec(this.#output)?.[1];
      if (port !== undefined) return Number(port);
      await sleep(20);
    }
    throw new Error(`The server did not start: ${this.#output}`);
  }

  stop(): void {
    this.#child.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }
}

const EVENT = /^event: (?:log|target|result)\ndata: [^\r\n]+\n\n$/;

/** The first chunk of an answer of events that is no event; undefined where all is well, or the answer is another. */
function badEvent(answer: string): string | undefined {
  const start = answer.indexOf('\r\n\r\n');
  if (!/^content-type: text\/event-stream/im.test(answer.slice(0, start))) return undefined;
  const lines = answer.slice(start + 4).split('\r\n');
  for (let at = 0; lines[at] !== '0' && at + 2 < lines.length; at += 2)
    if (!EVENT.test(lines[at + 1]!)) return lines[at + 1];
  return undefined;
}

/** The status that a request is answered with, 0 without an answer, and what is wrong with it. */
function send(port: number, request: Buffer): Promise<{ readonly status: number; readonly bad: string | undefined }> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.setTimeout(PATIENCE_MILLISECONDS, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
      resolve({ status, bad: badEvent(answer) });
    });
  });
}

/** The page for errors of a server in front is the only one that tells of an error when there is none. */
const mayFail = (request: Buffer): boolean => request.includes('/_/50x');

/** Sends requests that seeds determine to a server of its own, and tells what went wrong. */
export async function fuzz({ requests, seed }: FuzzOptions): Promise<FuzzReport> {
  const everyHost = await startEveryHost();
  const subject = new Subject(`http://${everyHost.address}`);
  const statuses = new Map<number, number>();
  const problems: string[] = [];
  try {
    const port = await subject.port();
    let next = seed;
    const work = async (): Promise<void> => {
      while (next < seed + requests && !subject.hasExited) {
        const own = next++;
        const request = createRequest(own);
        const { status, bad } = await send(port, request);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (bad !== undefined) problems.push(`seed ${own}: no event: ${JSON.stringify(bad)}`);
        if (status >= 500 && !mayFail(request)) problems.push(`seed ${own}: status ${status}`);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    await eventually(() => subject.leftovers.length === 0);
    if (subject.hasExited) problems.push(`the server exited, at the latest with seed ${next - 1}`);
    else if ((await fetch(`http://127.0.0.1:${port}/status`)).status !== 200) problems.push('the server is not well');
    problems.push(...subject.errors, ...subject.leftovers.map((file) => `left behind: ${file}`));
  } finally {
    subject.stop();
    everyHost.close();
  }
  return { statuses, problems };
}

async function eventually(holds: () => boolean): Promise<void> {
  const end = Date.now() + SETTLE_MILLISECONDS;
  while (!holds() && Date.now() < end) await sleep(50);
}
