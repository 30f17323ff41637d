import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { isFileName, listFiles, unlessMissing } from './files.ts';
import { formerOf, isOurs, layoutOf } from './layout.ts';

export interface PruneOptions {
  /** Files whose last change or use is at least this long ago. */
  readonly olderThanSeconds: number;
  /** Only namespaces that begin with one of these. */
  readonly namespaces?: readonly string[] | undefined;
  /** Removes them instead of naming them. */
  readonly remove?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: number;
}

export interface PrunedFile {
  readonly path: string;
  readonly removed: boolean;
}

/** The names of all namespaces below a directory, or of those that begin with one of `beginnings`. */
export async function listNamespaces(path: string, beginnings?: readonly string[]): Promise<string[]> {
  const found = (await unlessMissing(readdir(path, { withFileTypes: true }))) ?? [];
  return found
    .filter((entry) => entry.isDirectory() && isFileName(entry.name))
    .map(({ name }) => name)
    .filter((name) => !beginnings?.length || beginnings.some((beginning) => name.startsWith(beginning)));
}

/** Finds, and removes if told so, what no service has used for a while; files of anybody else stay. */
export async function pruneStores(path: string, options: PruneOptions): Promise<Map<string, PrunedFile[]>> {
  const { olderThanSeconds, namespaces, remove = false, now = Date.now() } = options;
  if (!(olderThanSeconds >= 0)) throw new RangeError('an age is a number of seconds');
  const latest = now - olderThanSeconds * 1000;
  const found = new Map<string, PrunedFile[]>();
  for (const namespace of await listNamespaces(path, namespaces)) {
    const { directory, cache, contents, scratch } = layoutOf(path, namespace);
    const kept = (await listFiles(contents)).filter(isOurs);
    const files: PrunedFile[] = [];
    for (const file of [cache, formerOf(cache), ...kept, ...(await listFiles(scratch))]) {
      const stats = await unlessMissing(stat(file));
      if (!stats?.isFile() || stats.mtimeMs > latest) continue;
      // One file that cannot be removed does not keep the others.
      const removed =
        remove &&
        (await rm(file).then(
          () => true,
          () => false,
        ));
      files.push({ path: file, removed });
    }
    if (remove) for (const place of [scratch, contents, directory]) await removeIfEmpty(place);
    found.set(namespace, files);
  }
  return found;
}

// The system refuses to remove what still holds files; those are in use, or not ours.
const removeIfEmpty = (directory: string): Promise<void> => rmdir(directory).catch(() => undefined);
