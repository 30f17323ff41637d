import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StoreError } from './errors.ts';

/** Tells one version of a file from another. */
export type FileIdentity = string;

export const identityOf = ({ mtimeNs, ino, size }: BigIntStats): FileIdentity => `${mtimeNs}-${ino}-${size}`;

/** Whether a name begins with a letter or digit and cannot leave its directory. */
export const isFileName = (name: string): boolean =>
  /^[a-z0-9]/i.test(name) && !name.includes('\0') && basename(name) === name;

export function checkFileName(name: string): string {
  if (!isFileName(name)) throw new StoreError('invalid-name');
  return name;
}

/** The paths of the files in a directory, of none if it does not exist. */
export async function listFiles(directory: string): Promise<string[]> {
  const found = (await unlessMissing(readdir(directory, { withFileTypes: true }))) ?? [];
  return found.filter((entry) => entry.isFile()).map(({ name }) => join(directory, name));
}

/** Whether a file system call failed in one of these ways. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** The outcome of a file system call, or undefined if it failed because nothing is, or can be, there. */
export const unlessMissing = <T>(result: Promise<T>): Promise<T | undefined> =>
  result.catch((error: unknown) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG')) return undefined;
    throw error;
  });

export async function statFile(path: string): Promise<BigIntStats | undefined> {
  const stats = await unlessMissing(stat(path, { bigint: true }));
  return stats?.isFile() ? stats : undefined;
}

/** Makes a directory with the given mode; those above it get the usual one. */
export async function makeDirectory(path: string, mode?: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await mkdir(path, { recursive: true, mode });
}

/** Replaces a file as a whole: readers see the former content or the new one, and a failure leaves the former one. */
export async function replaceFile(path: string, content: Uint8Array, scratch: string): Promise<FileIdentity> {
  const temporary = join(scratch, `${randomUUID()}.tmp`);
  try {
    // Only its owner may read it: it holds credentials.
    await writeFile(temporary, content, { flag: 'wx', mode: 0o600, flush: true });
    const stats = await stat(temporary, { bigint: true });
    await rename(temporary, path);
    return identityOf(stats);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
