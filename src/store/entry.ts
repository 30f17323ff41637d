import { createHash } from 'node:crypto';
import { formatPythonJson, pythonBytesText, pythonJsonText, type PythonJson } from './python.ts';

type TextClass = 'bytes' | 'naive_datetime' | 'aware_datetime';

/** One value of a cache, with when it ends. */
export interface Entry {
  readonly value: PythonJson;
  /** The Python class of a value that JSON has no form for and that is kept as text instead. */
  readonly textOf?: TextClass | undefined;
  /** Seconds since 1970; never if undefined. */
  readonly expires?: number | undefined;
  /** Whether it is written to disk. */
  readonly persistent: boolean;
}

/** The last second of the year 9999: later ends cannot be written as a date. */
const LATEST_SECONDS = 253_402_300_799;
const CHECK_LENGTH = 6;
const CLASSES = { string: 'str', bigint: 'int', number: 'float', boolean: 'bool' } as const;
const TEXT_CLASSES: ReadonlyMap<string, TextClass> = new Map([
  ['bytes', 'bytes'],
  ['naive_datetime', 'naive_datetime'],
  ['aware_datetime', 'aware_datetime'],
  ['datetime', 'naive_datetime'],
]);
const DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.(\d{1,6})(?:([+-]\d\d)(\d\d))?$/;

/** The end of something that lives a number of seconds from now on; `now` in milliseconds since 1970, to the microsecond. */
export const expiryAfter = (seconds: number, now: number): number =>
  Math.min(Math.round(now * 1000 + seconds * 1e6) / 1e6, LATEST_SECONDS);

export const isExpired = ({ expires }: Entry, now: number): boolean => expires !== undefined && expires * 1000 <= now;

/** The text that an entry's checksum is taken of. */
export function checkedText({ value, textOf, expires, persistent }: Entry): string {
  const name = textOf === undefined ? className(value) : textOf.replace(/^.*_/, '');
  return `${name}:${persistent ? '+' : '-'}:${valueText(value, textOf)} expires: ${expiryText(expires)}`;
}

export const checksum = (entry: Entry): string => createHash('sha256').update(checkedText(entry)).digest('hex');

/** The form of an entry in a cache file. */
export const formatEntry = (entry: Entry): PythonJson => ({
  v: entry.value,
  x: entry.expires ?? null,
  c: entry.textOf ?? className(entry.value),
  '!': checksum(entry).slice(0, CHECK_LENGTH),
});

/** Reads the form of an entry in a cache file; undefined if it is none or was changed by someone else. */
export function parseEntry(stored: PythonJson): Entry | undefined {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return undefined;
  const { v: value, x, c: name = '', '!': check } = stored as Readonly<Record<string, PythonJson>>;
  if (value === undefined || typeof name !== 'string' || !isExpiry(x)) return undefined;
  const textOf = TEXT_CLASSES.get(name);
  if (textOf !== undefined && !isTextOf(textOf, value)) return undefined;
  const entry: Entry = { value, textOf, expires: x === null ? undefined : Number(x), persistent: true };
  return checksum(entry).slice(0, CHECK_LENGTH) === check ? entry : undefined;
}

/** The content of a cache file before compression: what is neither persistent nor alive is left out. */
export const formatCache = (entries: ReadonlyMap<string, Entry>, now: number): string =>
  formatPythonJson(
    Object.fromEntries(
      [...entries]
        .filter(([, entry]) => entry.persistent && !isExpired(entry, now))
        .map(([key, entry]) => [key, formatEntry(entry)]),
    ),
  );

function isTextOf(name: TextClass, value: PythonJson): value is string {
  if (typeof value !== 'string') return false;
  if (name === 'bytes') return true;
  const match = DATE_TIME.exec(value);
  return match !== null && (match[4] !== undefined) === (name === 'aware_datetime');
}

const isExpiry = (x: PythonJson | undefined): x is number | bigint | null =>
  x === null || ((typeof x === 'number' || typeof x === 'bigint') && x >= 0 && x <= LATEST_SECONDS);

function className(value: PythonJson): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'object') return Array.isArray(value) ? 'list' : 'dict';
  return CLASSES[typeof value as keyof typeof CLASSES];
}

function valueText(value: PythonJson, textOf: TextClass | undefined): string {
  if (textOf === undefined || typeof value !== 'string') return pythonJsonText(value);
  if (textOf === 'bytes') return pythonBytesText(Buffer.from(value, 'base64'));
  return value.replace(DATE_TIME, (_, date: string, time: string, fraction: string, hours = '', minutes = '') => {
    const microseconds = fraction.padEnd(6, '0');
    return `${date} ${time}${Number(fraction) ? `.${microseconds}` : ''}${hours && `${hours}:${minutes}`}`;
  });
}

function expiryText(expires: number | undefined): string {
  if (expires === undefined) return 'never';
  const microseconds = Math.round(expires * 1e6);
  const seconds = Math.floor(microseconds / 1e6);
  const date = new Date(seconds * 1000).toISOString().slice(0, 19);
  return `${date}.${String(microseconds - seconds * 1e6).padStart(6, '0')}`;
}
