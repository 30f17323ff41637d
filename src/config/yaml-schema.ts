import { defineMappingTag, defineScalarTag, mergeTag, NOT_RESOLVED, Schema, seqTag, setTag, strTag } from 'js-yaml';
import { parseFloatText } from '../text/numbers.ts';
import { PythonObject, type PythonValue } from '../text/python.ts';

const DIGITS = Array.from('0123456789');
const NUMBER_STARTS = ['-', '+', '.', ...DIGITS];
/** No value is ever written with these tags. */
const identify = (): boolean => false;

const inCases = (word: string): string[] => [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()];
const table = <V>(...rows: readonly (readonly [words: readonly string[], value: V])[]): ReadonlyMap<string, V> =>
  new Map(rows.flatMap(([words, value]) => words.map((word) => [word, value] as const)));

const NULLS = table([['', '~', ...inCases('null')], null]);
const nullTag = defineScalarTag<null>('tag:yaml.org,2002:null', {
  implicit: true,
  implicitFirstChars: ['', '~', 'n', 'N'],
  resolve: (source, isExplicit) => (isExplicit || NULLS.has(source) ? null : NOT_RESOLVED),
  identify,
});

const BOOLEANS = table(
  [['yes', 'true', 'on'].flatMap(inCases), true],
  [['no', 'false', 'off'].flatMap(inCases), false],
);
const booleanTag = defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
  implicit: true,
  implicitFirstChars: Array.from('yYnNtTfFoO'),
  resolve: (source, isExplicit) => BOOLEANS.get(isExplicit ? source.toLowerCase() : source) ?? NOT_RESOLVED,
  identify,
});

const INTEGER = /^[-+]?(?:0b_*[01][01_]*|0x_*[\da-fA-F][\da-fA-F_]*|0[0-7_]*|[1-9][\d_]*(?::[0-5]?\d)*)$/;

/** The whole number of a scalar: `010` is eight, `1:30` ninety. */
function parseInteger(source: string): bigint | undefined {
  if (!INTEGER.test(source)) return undefined;
  const digits = source.replaceAll(/[-+_]/g, '');
  const value = digits.includes(':')
    ? digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n)
    : BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return source.startsWith('-') ? -value : value;
}

const integerTag = defineScalarTag<bigint>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: NUMBER_STARTS,
  resolve: (source) => parseInteger(source) ?? NOT_RESOLVED,
  identify,
});

const FLOAT =
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*)$/;
const INFINITIES = inCases('inf').map((word) => `.${word}`);
const SPECIAL_FLOATS = table(
  [[...INFINITIES, ...INFINITIES.map((word) => `+${word}`)], Infinity],
  [INFINITIES.map((word) => `-${word}`), -Infinity],
  [['.nan', '.NaN', '.NAN'], Number.NaN],
);

/** The fraction of a scalar; an exponent needs a sign and a point before it. */
function parseFraction(source: string, isExplicit: boolean): number | undefined {
  const special = SPECIAL_FLOATS.get(source);
  if (special !== undefined || !(isExplicit || FLOAT.test(source))) return special;
  const digits = source.replaceAll('_', '');
  if (!digits.includes(':')) return parseFloatText(digits);
  const value = digits
    .replace(/^[-+]/, '')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return digits.startsWith('-') ? -value : value;
}

const floatTag = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: NUMBER_STARTS,
  resolve: (source, isExplicit) => parseFraction(source, isExplicit) ?? NOT_RESOLVED,
  identify,
});

const DATE = /^(\d{4}-\d\d-\d\d)$/;
const TIME =
  /^(\d{4}-\d\d?-\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:(Z)|([-+])(\d\d?)(?::(\d\d))?))?$/;
const padded = (digits: string): string => digits.padStart(2, '0');

/** The date as Python writes it, if there is such a day. */
function dateText(source: string): string | undefined {
  const text = source.split('-').map(padded).join('-');
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text) ? undefined : text;
}

/** The moment as Python writes it. */
function parseTimestamp(source: string): PythonObject | undefined {
  const [, day, hour, minute = '', second = '', fraction = '', zulu, sign, zoneHour = '', zoneMinute = '00'] =
    TIME.exec(source) ?? DATE.exec(source) ?? [];
  const date = day && dateText(day);
  if (!date) return undefined;
  if (hour === undefined) return new PythonObject(date);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || Number(zoneHour) > 23) return undefined;
  const microseconds = fraction.slice(0, 6).padEnd(6, '0');
  const zone = sign ? `${sign}${padded(zoneHour)}:${zoneMinute}` : zulu ? '+00:00' : '';
  const exact = Number(microseconds) === 0 ? '' : `.${microseconds}`;
  return new PythonObject(`${date} ${padded(hour)}:${minute}:${second}${exact}${zone}`);
}

const timestampTag = defineScalarTag<PythonObject>('tag:yaml.org,2002:timestamp', {
  implicit: true,
  implicitFirstChars: DIGITS,
  resolve: (source) => parseTimestamp(source) ?? NOT_RESOLVED,
  identify,
});

type Mapping = Map<PythonValue, PythonValue>;

/** Keys keep their types; what can change is no key. */
const mapTag = defineMappingTag<Mapping>('tag:yaml.org,2002:map', {
  create: () => new Map(),
  addPair: (mapping, key, value) => {
    const isCollection = typeof key === 'object' && key !== null && !(key instanceof PythonObject);
    if (isCollection) return 'a collection cannot be a key';
    mapping.set(key as PythonValue, value as PythonValue);
    return '';
  },
  has: (mapping, key) => mapping.has(key as PythonValue),
  keys: (mapping) => mapping.keys(),
  get: (mapping, key) => mapping.get(key as PythonValue),
  identify,
});

/** YAML 1.1 as PyYAML's safe loader reads it, but for `!!binary`, `!!omap` and `!!pairs`, which no option can be. */
export const schema = new Schema([
  strTag,
  nullTag,
  booleanTag,
  floatTag,
  integerTag,
  timestampTag,
  mergeTag,
  seqTag,
  mapTag,
  setTag,
]);
