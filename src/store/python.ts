import type { Json } from '../service/http.ts';
import { formatFloat } from '../text/numbers.ts';

/** A value as Python's `json` reads it: a bigint stands for an `int`, a number for a `float`. */
export type PythonValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly PythonValue[]
  | { readonly [key: string]: PythonValue };

const isMapping = (value: object): value is { readonly [key: string]: PythonValue } => !Array.isArray(value);

/** Reads JSON keeping integers and floats apart, which checksums made by Python depend on; throws on anything else. */
export function parsePythonJson(text: string): PythonValue {
  return JSON.parse(text, (_key, value: unknown, { source = '' }: { source?: string } = {}) =>
    typeof value === 'number' && /^-?\d+$/.test(source) ? BigInt(source) : value,
  ) as PythonValue;
}

/** Writes JSON byte for byte as Python's `json.dumps` with its narrowest separators. */
export function formatPythonJson(value: PythonValue): string {
  if (typeof value === 'number') return formatFloat(value);
  if (typeof value === 'string')
    return JSON.stringify(value).replaceAll(/[^ -~]/g, (unit) => escapeCode(unit.charCodeAt(0)));
  if (typeof value !== 'object' || value === null) return String(value);
  if (!isMapping(value)) return `[${value.map(formatPythonJson).join(',')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${formatPythonJson(key)}:${formatPythonJson(item)}`)
    .join(',')}}`;
}

/** What Python's `str()` says of a value. */
export const pythonText = (value: PythonValue): string => (typeof value === 'string' ? value : represent(value));

/** What Python's `str()` says of bytes. */
export const pythonBytesText = (bytes: Uint8Array): string =>
  `b${quote(Buffer.from(bytes).toString('latin1'), /[\\']|[^ -~]/g)}`;

/** A copy in which later changes of `value` do not show; what JSON cannot say is left out or null, as in JSON. */
export function fromJson(value: Json): PythonValue {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : Number.isFinite(value) ? value : null;
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromJson);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, fromJson(item)]));
}

/** The value as JavaScript knows it, a copy. */
export function toJson(value: PythonValue): Json {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!isMapping(value)) return value.map(toJson);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

function represent(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return formatFloat(value);
  if (typeof value === 'string') return quote(value, /[\\'\p{C}\p{Z}]/gu);
  if (!isMapping(value)) return `[${value.map(represent).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${represent(key)}: ${represent(item)}`)
    .join(', ')}}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  "'": "\\'",
  ' ': ' ',
};

function quote(text: string, special: RegExp): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll(special, (character) => {
    if (character === "'" && mark === '"') return character;
    return ESCAPES[character] ?? escapeCode(character.codePointAt(0) ?? 0, 2);
  });
  return mark + escaped + mark;
}

/** `\xe9`, `\u20ac` or `\U0001f600`; with a width of 4 never the first. */
function escapeCode(code: number, width = 4): string {
  const hex = code.toString(16);
  if (hex.length > 4) return `\\U${hex.padStart(8, '0')}`;
  return hex.length > 2 || width > 2 ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`;
}
