import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pruneStores } from '../store/prune.ts';
import type { Settings } from './environment.ts';
import type { Log } from './log.ts';

const DAY_SECONDS = 86_400;
/** The names that attachments have on disk. */
const ATTACHMENT = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The names that configurations have while they are written, in whichever directory that is. */
const UNFINISHED = /(?:^|[/\\])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** Removes, at the start and then daily, what nobody needs any more: sessions long unused, what a server that was killed has left. */
export class Housekeeping {
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;

  constructor(settings: Settings, log: Log) {
    this.#settings = settings;
    this.#log = log;
    this.#timer = setInterval(() => this.#run(), DAY_SECONDS * 1000).unref();
    this.#run();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #run(): void {
    this.#clean().catch((error: unknown) =>
      this.#log.write('WARNING', 'the disk could not be tidied', { reason: String(error) }),
    );
  }

  async #clean(): Promise<void> {
    const { storageDirectory, storageMode, storagePruneDays, attachDirectory, configDirectory } = this.#settings;
    await removeOld(attachDirectory, ATTACHMENT, { recursive: false });
    await removeOld(configDirectory, UNFINISHED, { recursive: true });
    if (storageDirectory === undefined || storageMode === 'memory' || storagePruneDays === 0) return;
    await pruneStores(storageDirectory, { olderThanSeconds: storagePruneDays * DAY_SECONDS, remove: true });
  }
}

async function removeOld(directory: string, pattern: RegExp, options: { readonly recursive: boolean }): Promise<void> {
  const latest = Date.now() - DAY_SECONDS * 1000;
  const names = await readdir(directory, options).catch((): string[] => []);
  for (const name of names.filter((candidate) => pattern.test(candidate))) {
    const path = join(directory, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats && stats.mtimeMs < latest) await rm(path, { force: true });
  }
}
