import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { serverDirectory, until } from '../servers/process.ts';

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

/** A directory for the stand-ins of one file of tests, which is removed after them. */
export function standInDirectory(): string {
  const directory = serverDirectory('programs');
  afterAll(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** A program that stands in for one of another system: it keeps the words it is called with and its input. */
export class StandIn {
  readonly path: string;

  constructor(directory: string, ending = '') {
    this.path = join(directory, 'program');
    const script = `#!/bin/sh\necho $$ > "$0.pid"\nprintf '%s\\0' "$@" > "$0.words"\ncat > "$0.input"\n${ending}\n`;
    writeFileSync(this.path, script);
    chmodSync(this.path, 0o755);
  }

  get words(): string[] {
    return readFileSync(`${this.path}.words`, 'utf8').split('\0').slice(0, -1);
  }

  get input(): string {
    return readFileSync(`${this.path}.input`, 'utf8');
  }

  /** Waits until it no longer runs. */
  async ended(): Promise<void> {
    const id = Number(readFileSync(`${this.path}.pid`, 'utf8'));
    await until(() => (isRunning(id) ? undefined : true), 'the end of the program');
  }
}
