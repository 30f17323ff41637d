import { formatFloat } from './numbers.ts';

/** A value of which only its text matters here, such as a date. */
export class PythonObject {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Scalar = null | boolean | bigint | number | string | PythonObject;
export type PythonMapping = ReadonlyMap<PythonValue, PythonValue>;
/** A value as Python has it: a bigint is an `int`, a number a `float`. Lists and mappings may contain themselves. */
export type PythonValue = Scalar | readonly PythonValue[] | PythonMapping | ReadonlySet<PythonValue>;

export const isList = (value: PythonValue | undefined): value is readonly PythonValue[] => Array.isArray(value);
export const isMapping = (value: PythonValue | undefined): value is PythonMapping => value instanceof Map;
export const isSet = (value: PythonValue | undefined): value is ReadonlySet<PythonValue> => value instanceof Set;

/** Aliases make a small document stand for a huge value: nothing longer or deeper than this can be meant. */
const MAX_CHARACTERS = 65_536;
const MAX_DEPTH = 100;

/** What Python's `str()` says of a value; undefined if it is too long or too deep to be meant. */
export function pythonText(value: PythonValue): string | undefined {
  if (typeof value === 'string') return value;
  let left = MAX_CHARACTERS;
  const spend = (text: string): string => {
    left -= text.length;
    if (left < 0) throw new TooLong();
    return text;
  };
  const write = (item: PythonValue, depth: number): string => {
    if (depth > MAX_DEPTH) throw new TooLong();
    const nested = (inner: PythonValue): string => write(inner, depth + 1);
    spend('  ');
    if (isList(item)) return `[${item.map(nested).join(', ')}]`;
    if (isMapping(item))
      return `{${Array.from(item, ([key, inner]) => `${nested(key)}: ${nested(inner)}`).join(', ')}}`;
    if (isSet(item)) return item.size === 0 ? 'set()' : `{${Array.from(item, nested).join(', ')}}`;
    return spend(scalarText(item));
  };
  try {
    return write(value, 0);
  } catch (error) {
    if (error instanceof TooLong) return undefined;
    throw error;
  }
}

class TooLong extends Error {}

function scalarText(value: Scalar): string {
  if (typeof value === 'string') return quotePython(value);
  if (typeof value === 'number') return formatFloat(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? 'None' : value.text;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', ' ': ' ' };

/** The text between quotes, as Python shows it inside of lists; `special` is what may have to be escaped. */
export function quotePython(text: string, special = /[\\'\p{C}\p{Z}]/gu): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll(special, (character) =>
    character === "'" ? (mark === "'" ? "\\'" : "'") : (ESCAPES[character] ?? escapeCode(character.codePointAt(0)!)),
  );
  return mark + escaped + mark;
}

function escapeCode(code: number): string {
  const digits = code.toString(16);
  if (code > 0xffff) return `\\U${digits.padStart(8, '0')}`;
  return code > 0xff ? `\\u${digits.padStart(4, '0')}` : `\\x${digits.padStart(2, '0')}`;
}
