import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export { Skip } from '../runner.ts';

/** A row of a core file: what to do (`kind`) with which input, and what the reference did. */
export interface Row<In = Record<string, unknown>> {
  readonly id: string;
  readonly kind: string;
  readonly in: In;
  readonly out: unknown;
  /** The reference's own result changes from run to run. */
  readonly unstable?: boolean;
}

/** What a judge has besides the row. */
export interface JudgeContext {
  /** The folder of recorded rows. */
  readonly dir: string;
  /** A new empty directory, removed after the row. */
  temporaryDirectory(): string;
}

/** Computes what we make of a row's input, in the form of its `out`; throws `Skip` where it cannot be judged. */
export type Judge<In = Record<string, unknown>> = (row: Row<In>, context: JudgeContext) => unknown;

/** A file `core/<name>.ts`. */
export interface JudgeModule {
  readonly judge: Judge;
  /** The row without what is not to be compared, or in an order that can be. */
  readonly prepare?: (row: Row) => Row;
}

/** The value, or `{ raises }` where the work throws. */
export function attempt<T>(work: () => T): T | { raises: string } {
  try {
    return work();
  } catch (error) {
    return { raises: error instanceof Error ? error.name : 'Error' };
  }
}

/** The value with a text replaced wherever it occurs, as in placeholders for directories. */
export const replaceDeep = <T>(value: T, text: string, replacement: string): T =>
  JSON.parse(JSON.stringify(value).replaceAll(text, () => JSON.stringify(replacement).slice(1, -1))) as T;

/** Runs `work` with a context whose directories are removed afterwards. */
export async function withContext<T>(dir: string, work: (context: JudgeContext) => T | Promise<T>): Promise<T> {
  const directories: string[] = [];
  try {
    return await work({
      dir,
      temporaryDirectory: () => {
        const directory = mkdtempSync(join(tmpdir(), 'conformance-'));
        directories.push(directory);
        return directory;
      },
    });
  } finally {
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  }
}
