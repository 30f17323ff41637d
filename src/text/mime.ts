import { COMMON_TYPES, OFFICIAL_TYPES } from './mime-table.ts';

/** The media type of what nothing is known about. */
export const UNKNOWN_TYPE = 'application/octet-stream';

const byExtension = (table: typeof OFFICIAL_TYPES): [string, string][] =>
  table.flatMap(([type, extensions]) => extensions.split(' ').map((extension): [string, string] => [extension, type]));

const OFFICIAL_BY_EXTENSION: ReadonlyMap<string, string> = new Map(byExtension(OFFICIAL_TYPES));
// Where both know an extension the registered type counts.
const BY_EXTENSION: ReadonlyMap<string, string> = new Map([...byExtension(COMMON_TYPES), ...OFFICIAL_BY_EXTENSION]);
const EXTENSIONS: ReadonlyMap<string, string> = new Map(
  OFFICIAL_TYPES.map(([type, extensions]) => [type, extensions.replace(/ .*/, '')]),
);

/** Short for another ending and a compression. */
const CONTRACTIONS: ReadonlyMap<string, string> = new Map([
  ['svgz', 'svg.gz'],
  ['taz', 'tar.gz'],
  ['tbz2', 'tar.bz2'],
  ['tgz', 'tar.gz'],
  ['txz', 'tar.xz'],
  ['tz', 'tar.gz'],
]);
const COMPRESSIONS: ReadonlySet<string> = new Set(['gz', 'Z', 'bz2', 'xz', 'br']);

/** The part of a path after its last slash; a path that ends in one has none. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A file name and its extension; a name that only begins with a dot has none. */
function splitExtension(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf('.');
  return /[^.]/.test(name.slice(0, Math.max(dot, 0))) ? [name.slice(0, dot), name.slice(dot + 1)] : [name, ''];
}

/** The media type that a file name suggests, looking through compression. */
export function typeOfName(name: string): string | undefined {
  let [stem, extension] = splitExtension(baseName(name));
  const full = CONTRACTIONS.get(extension.toLowerCase());
  if (full !== undefined) [stem, extension] = splitExtension(`${stem}.${full}`);
  if (COMPRESSIONS.has(extension)) [stem, extension] = splitExtension(stem);
  return BY_EXTENSION.get(extension.toLowerCase());
}

/** Whether a media type is a registered one with a known extension. */
export const isOfficialType = (type: string): boolean => EXTENSIONS.has(type);

/** The usual extension of a media type, with its dot. */
export function extensionOfType(type: string): string | undefined {
  const extension = EXTENSIONS.get(type.toLowerCase());
  return extension === undefined ? undefined : `.${extension}`;
}
