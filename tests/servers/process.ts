import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is there, at most ten seconds. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`waited in vain for ${what}`);
}

/** A directory for one server, which may work as a user of its own. */
export function serverDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `${name}-`));
  chmodSync(directory, 0o777);
  return directory;
}

const NOBODY = '65534';

/** What starts a program, as nobody where this would be as root: some refuse to run so. */
export const unprivileged = (program: string, words: readonly string[]): [program: string, words: string[]] =>
  process.getuid?.() === 0
    ? ['/usr/bin/setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', program, ...words]]
    : [program, [...words]];

export const accepts = (port: number): Promise<true | undefined> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(undefined));
    socket.on('connect', () => socket.destroy());
  });

/** A server in a process of its own, and what it has written to its outputs. */
export class ServerProcess {
  readonly #process: ChildProcess;
  readonly #directory: string;
  #output = '';

  constructor(directory: string, program: string, words: readonly string[], environment = process.env) {
    this.#directory = directory;
    this.#process = spawn(program, words, { cwd: directory, env: environment, detached: true });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  get output(): string {
    return this.#output;
  }

  forget(): void {
    this.#output = '';
  }

  /** Waits until the server takes connections; ends it when it does not. */
  async listening(port: number): Promise<this> {
    try {
      await until(() => accepts(port), this.#process.spawnfile);
    } catch (error) {
      await this.stop();
      throw new Error(this.#output, { cause: error });
    }
    return this;
  }

  /** Waits until a text stands in the output, and gives what matches. */
  written(pattern: RegExp): Promise<RegExpExecArray> {
    return until(() => pattern.exec(this.#output) ?? undefined, `${pattern} in the output`);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      process.kill(-this.#process.pid!, 'SIGKILL');
      await ended;
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
