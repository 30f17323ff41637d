import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory, replaceFile, unlessMissing, type FileIdentity } from './files.ts';

/** The most that one file, and all current files of a namespace together, may take on disk. */
export const MAX_BYTES = 1_048_576;
/** The ending of what is current. */
export const CURRENT = '.psdata';
/** The ending of the version before. */
export const FORMER = '._psbak';

const DIRECTORY_MODE = 0o770;

/** Where the files of one namespace are. */
export interface Layout {
  readonly directory: string;
  /** The values of all keys. */
  readonly cache: string;
  /** Contents kept whole, each in its own file. */
  readonly contents: string;
  /** Files that are being written. */
  readonly scratch: string;
}

export function layoutOf(path: string, namespace: string): Layout {
  const directory = join(path, namespace);
  return {
    directory,
    cache: join(directory, `cache${CURRENT}`),
    contents: join(directory, 'var'),
    scratch: join(directory, 'tmp'),
  };
}

/** Makes the directories of a namespace, or those of them that vanished. */
export async function prepare({ directory, contents, scratch }: Layout): Promise<void> {
  for (const path of [directory, scratch, contents]) await makeDirectory(path, DIRECTORY_MODE);
}

/** Whether a content file was written by a store, ours or the reference's. */
export const isOurs = (path: string): boolean => path.endsWith(CURRENT) || path.endsWith(FORMER);

export const formerOf = (path: string): string => path.slice(0, -CURRENT.length) + FORMER;

/** Replaces a file and leaves its former content beside it. */
export async function replaceKeepingFormer(path: string, content: Uint8Array, layout: Layout): Promise<FileIdentity> {
  await unlessMissing(copyFile(path, formerOf(path)));
  return replaceFile(path, content, layout.scratch);
}
