import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

declare module 'vitest' {
  interface TaskMeta {
    /** Debian packages whose programs are missing here. */
    missing?: readonly string[];
  }
}

/** Packages of Debian, each with a program or file of it that is needed. */
export type Packages = Readonly<Record<string, string>>;

const LISTED: ReadonlySet<string> = new Set(
  readFileSync(join(import.meta.dirname, 'packages.txt'), 'utf8').split('\n'),
);

/**
 * The options of a suite, or of a test, that is left out where something it needs is missing, which the end of the run
 * tells; where runs must be complete, throws instead.
 */
export function needs(...servers: readonly { readonly packages: Packages }[]): {
  readonly skip: boolean;
  readonly meta: { readonly missing: readonly string[] };
} {
  const files = servers.flatMap(({ packages }) => Object.entries(packages));
  const unlisted = files.find(([name]) => !LISTED.has(name));
  if (unlisted) throw new Error(`${unlisted[0]} does not stand in packages.txt`);
  const missing = files.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (missing.length > 0 && process.env['CI'])
    throw new Error(`cannot be left out: install ${missing.join(' ')} (see tests/servers/packages.txt)`);
  return { skip: missing.length > 0, meta: { missing } };
}
