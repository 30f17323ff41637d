import { readdirSync, readFileSync } from 'node:fs';
import { Content } from './content.ts';

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Where the build puts the files of the pages; sources are run from beside it. */
const directory = new URL(import.meta.url.endsWith('.ts') ? '../../dist/web/' : '../web/', import.meta.url);

function list(): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => Object.hasOwn(TYPES, extensionOf(name)));
  } catch {
    // Sources that are not built have no pages, and still answer programs.
    return [];
  }
}

const extensionOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The files of the pages; the names of scripts and style sheets change with their content. */
export const webFiles: readonly string[] = list();

/** The name of the one file that begins and ends so, undefined where the pages are not built. */
export const webFile = (start: string, extension: string): string | undefined =>
  webFiles.find((name) => name.startsWith(`${start}-`) && extensionOf(name) === extension);

/** Reads a file of the pages. */
export const readWebFile = (name: string): Content =>
  new Content(TYPES[extensionOf(name)]!, readFileSync(new URL(name, directory)));
