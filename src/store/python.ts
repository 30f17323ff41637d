import type { Json } from '../service/http.ts';
import { formatFloat } from '../text/numbers.ts';
import { quotePython } from '../text/python.ts';

/** A value as Python's `json` reads it: a bigint stands for an `int`, a number for a `float`. */
export type PythonJson =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly PythonJson[]
  | { readonly [key: string]: PythonJson };

const isMapping = (value: object): value is { readonly [key: string]: PythonJson } => !Array.isArray(value);

/** Reads JSON keeping integers and floats apart, which checksums made by Python depend on; throws on anything else. */
export function parsePythonJson(text: string): PythonJson {
  return JSON.parse(text, (_key, value: unknown, { source = '' }: { source?: string } = {}) =>
    typeof value === 'number' && /^-?\d+$/.test(source) ? BigInt(source) : value,
  ) as PythonJson;
}

/** Writes JSON byte for byte as Python's `json.dumps` with its narrowest separators. */
export function formatPythonJson(value: PythonJson): string {
  if (typeof value === 'number') return formatFloat(value);
  if (typeof value === 'string')
    return JSON.stringify(value).replaceAll(
      /[^ -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  if (typeof value !== 'object' || value === null) return String(value);
  if (!isMapping(value)) return `[${value.map(formatPythonJson).join(',')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${formatPythonJson(key)}:${formatPythonJson(item)}`)
    .join(',')}}`;
}

/** What Python's `str()` says of a value. */
export const pythonJsonText = (value: PythonJson): string => (typeof value === 'string' ? value : represent(value));

/** What Python's `str()` says of bytes. */
export const pythonBytesText = (bytes: Uint8Array): string =>
  `b${quotePython(Buffer.from(bytes).toString('latin1'), /[\\']|[^ -~]/g)}`;

/** A copy in which later changes of `value` do not show; what JSON cannot say is left out or null, as in JSON. */
export function fromJson(value: Json): PythonJson {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : Number.isFinite(value) ? value : null;
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromJson);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, fromJson(item)]));
}

/** The value as JavaScript knows it, a copy. */
export function toJson(value: PythonJson): Json {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!isMapping(value)) return value.map(toJson);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

function represent(value: PythonJson): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return formatFloat(value);
  if (typeof value === 'string') return quotePython(value);
  if (!isMapping(value)) return `[${value.map(represent).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${represent(key)}: ${represent(item)}`)
    .join(', ')}}`;
}
