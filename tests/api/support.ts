import type { IncomingHttpHeaders } from 'node:http';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/server/app.ts';
import { readSettings, type Environment } from '../../src/server/environment.ts';
import { listen } from '../../src/server/lifecycle.ts';
import { createLog } from '../../src/server/log.ts';
import { startWebServer, type WebServer } from '../support/web-server.ts';

/** What the target of a notification got. */
interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Target extends WebServer {
  readonly received: Received[];
}

/**
 * A web server that takes everything: `/status/500` answers with that status, `/slow/300` after so many milliseconds,
 * `/redirect/x` leads to `/x`.
 */
export async function startTarget(): Promise<Target> {
  const received: Received[] = [];
  const server = await startWebServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      received.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
      const [, kind, value = ''] = /^\/(\w+)\/([^?]+)/.exec(path) ?? [];
      if (kind === 'slow') return void setTimeout(() => response.end('late'), Number(value));
      if (kind === 'redirect') response.setHeader('Location', `/${value}`);
      response.statusCode = kind === 'status' ? Number(value) : kind === 'redirect' ? 302 : 200;
      response.end(`content of ${path}`);
      return undefined;
    });
  });
  return { ...server, received };
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as an urlencoded form. */
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | FormData;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly directories: { readonly config: string; readonly attach: string; readonly root: string };
  /** The lines of the server's own log. */
  readonly log: string[];
  /** Sends a request; POST where there is something to send. */
  call(path: string, options?: CallOptions): Promise<Answer>;
  /** Files that requests left in the directory of attachments. */
  leftovers(): string[];
  close(): Promise<void>;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A server of its own, with fresh directories, for one file of tests. */
export async function startServer(environment: Environment = {}): Promise<TestServer> {
  const root = mkdtempSync(join(tmpdir(), 'apprise-test-'));
  const directories = { root, config: join(root, 'config'), attach: join(root, 'attach') };
  const settings = readSettings({
    APPRISE_CONFIG_DIR: directories.config,
    APPRISE_ATTACH_DIR: directories.attach,
    TZ: 'Etc/UTC',
    ...environment,
  });
  const log: string[] = [];
  const app = await createApp(
    settings,
    createLog(settings.logLevel, (_, line) => log.push(line)),
  );
  const { port } = await listen(app.server, 0, [{ host: '127.0.0.1', ipv6Only: false }]);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    directories,
    log,
    async call(path, { method, headers, json, form, body } = {}) {
      const content = json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json);
      const sent = body ?? content;
      const response = await fetch(url + path, {
        method: method ?? (sent === undefined ? 'GET' : 'POST'),
        headers: { ...(json !== undefined && { 'Content-Type': 'application/json' }), ...headers },
        redirect: 'manual',
        ...(sent !== undefined && { body: sent as NonNullable<RequestInit['body']> }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    },
    leftovers: () =>
      existsSync(directories.attach) ? readdirSync(directories.attach).filter((name) => !name.startsWith('.')) : [],
    async close() {
      await app.close(1);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** What comes back for exactly these bytes, until the server ends the connection or `until` is found in it. */
export function exchangeBytes(port: number, request: string | Uint8Array, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (until !== undefined && answer.includes(until)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      answer || error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    );
  });
}

/** Sends bytes and goes away without waiting for an answer. */
export function abandon(port: number, request: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(request, () =>
        setTimeout(() => {
          socket.destroy();
          resolve();
        }, 50),
      ),
    );
  });
}

/** Waits until something holds, at most ten seconds. */
export async function eventually(holds: () => boolean): Promise<boolean> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return holds();
}
