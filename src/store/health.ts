import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from './files.ts';

const MARKER = '.tmp_hc';
/** How long a successful check holds, so that frequent probes do not wear the disk. */
const VALID_MILLISECONDS = 30_000;

export interface HealthOptions {
  /** Writes even if it was found writable a moment ago. */
  readonly force?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Whether files can be written to a directory, which is made if it is missing. */
export async function canWrite(
  directory: string,
  { force = false, now = Date.now }: HealthOptions = {},
): Promise<boolean> {
  const marker = join(directory, MARKER);
  try {
    const last = force ? undefined : await unlessMissing(stat(marker));
    if (last && now() - last.mtimeMs <= VALID_MILLISECONDS) return true;
    await mkdir(directory, { recursive: true });
    await writeFile(marker, '');
    return true;
  } catch {
    return false;
  }
}
