import { isList, isMapping, isSet, PythonObject, pythonText, type PythonValue } from '../text/python.ts';
import { unquote } from '../text/percent.ts';
import type { AnyDefinition, Raw } from './define.ts';
import { tokenNames } from './details.ts';
import { UrlError } from './errors.ts';
import { isPlural, keyOf, type Field } from './fields.ts';
import { rawNameOf } from './read.ts';

/** Options of a service by name, as a YAML configuration lists them below a URL. */
export type Options = ReadonlyMap<string, PythonValue>;

const invalid = (field: string): never => {
  throw new UrlError('invalid-field', { field });
};

const isTrue = (value: PythonValue): boolean => {
  if (isList(value)) return value.length > 0;
  return isMapping(value) || isSet(value) ? value.size > 0 : Boolean(value);
};

/** Turns the value of an option into a raw setting; undefined is for what counts as not given. */
type Convert = (value: PythonValue, name: string) => unknown;

const toSwitch: Convert = (value) => (typeof value === 'string' ? value : isTrue(value));
const toNumber: Convert = (value) => {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : undefined;
};
const toWholeNumber: Convert = (value, name) => {
  const number = toNumber(value, name);
  return typeof number === 'number' ? Math.trunc(number) : number;
};
/** What is no text is refused later, as a value that is not known. */
const toWord: Convert = (value) => (typeof value === 'string' ? value : null);
const toText: Convert = (value, name) =>
  value === null ? undefined : typeof value === 'string' ? value : invalid(name);
const toDecodedText: Convert = (value, name) => {
  const text = toText(value, name);
  return typeof text === 'string' ? unquote(text) : text;
};
const toAnyText: Convert = (value, name) => {
  if (value === null) return undefined;
  return typeof value === 'object' && !(value instanceof PythonObject) ? invalid(name) : pythonText(value);
};

/** What every service has. */
const COMMON: Readonly<Record<string, Convert>> = {
  host: toDecodedText,
  user: toDecodedText,
  password: toDecodedText,
  port: toWholeNumber,
  fullpath: toText,
  secure: (value) => (typeof value === 'boolean' ? value : undefined),
  verify: toSwitch,
  redirect: toSwitch,
  optional: toSwitch,
  emojis: toSwitch,
  store: toSwitch,
  retry: toWholeNumber,
  wait: toNumber,
  rto: toNumber,
  cto: toNumber,
  format: toWord,
  overflow: toWord,
  tz: toWord,
};

const BY_KIND: Readonly<Partial<Record<Field['kind'], Convert>>> = {
  flag: (value, name) => (value === null ? undefined : toSwitch(value, name)),
  integer: toWholeNumber,
  port: toWholeNumber,
  float: toNumber,
};

/** The setting an option stands for. */
interface Target {
  readonly setting: string;
  readonly convert: Convert;
  readonly plural: boolean;
  /** Whether the option is an argument of URLs under another name than the setting: it then wins over the setting's own. */
  readonly mapped: boolean;
}

const known = new WeakMap<AnyDefinition, ReadonlyMap<string, Target>>();

function targetsOf(definition: AnyDefinition): ReadonlyMap<string, Target> {
  const cached = known.get(definition);
  if (cached) return cached;
  const targets = new Map<string, Target>();
  for (const [setting, convert] of Object.entries(COMMON))
    targets.set(setting, { setting, convert, plural: false, mapped: false });
  const tokens = tokenNames(definition);
  const mapped = new Map<string, Target>();
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.kind === 'map' || field.kind === 'alias') continue;
    const setting = rawNameOf(name, field);
    const target = { setting, convert: BY_KIND[field.kind] ?? toAnyText, plural: isPlural(field) };
    if (!targets.has(setting)) targets.set(setting, { ...target, mapped: false });
    const key = keyOf(name, field);
    for (const argument of [...(tokens.has(key) ? [] : [key]), ...(field.aliases ?? [])])
      if (argument !== setting) mapped.set(argument, { ...target, mapped: true });
  }
  for (const [argument, target] of mapped) targets.set(argument, target);
  known.set(definition, targets);
  return targets;
}

/** The texts in a value; nothing and yes or no are none. */
function textsOf(value: PythonValue): string[] {
  if (typeof value === 'string') return [value];
  if (isList(value) || isSet(value)) return [...value].flatMap((item) => (isList(item) ? [] : textsOf(item)));
  if (value === null || typeof value === 'boolean' || isMapping(value)) return [];
  return [pythonText(value) ?? ''];
}

const pairText = (value: PythonValue, name: string): string => pythonText(value) ?? invalid(name);

/** Sets the maps that options `+Name`, `-Name` and `:Name` or a whole mapping stand for; they replace those of the URL. */
function overlayMaps(definition: AnyDefinition, options: Options, raw: Raw): void {
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.kind !== 'map') continue;
    const key = keyOf(name, field);
    const whole = options.get(key);
    const marked = [...options].filter(([option]) => option.startsWith(field.prefix));
    if (whole === undefined && marked.length === 0) continue;
    const pairs = new Map<string, string>();
    if (isMapping(whole)) for (const [pair, value] of whole) pairs.set(pairText(pair, key), pairText(value, key));
    else if (marked.length === 0 && whole !== null) invalid(key);
    for (const [option, value] of marked) pairs.set(option.slice(1), pairText(value, key));
    raw[field.prefix] = pairs;
  }
}

/**
 * The raw settings that options stand for, to be laid over those of a URL. A list collects what all its names give; of
 * `pass` and `password` the latter counts. Throws UrlError for a value that cannot be what its name says.
 */
export function overlay(definition: AnyDefinition, options: Options): Raw {
  const raw: Raw = {};
  overlayMaps(definition, options, raw);
  const targets = targetsOf(definition);
  const lists = new Map<string, string[]>();
  for (const mapped of [false, true])
    for (const [name, value] of options) {
      const target = targets.get(name);
      if (target?.mapped !== mapped) continue;
      const { setting, convert, plural } = target;
      if (plural) lists.set(setting, [...(lists.get(setting) ?? []), ...textsOf(value)]);
      else raw[setting] = convert(value, name);
    }
  // Joined, they are cut as the query of a URL is.
  for (const [setting, texts] of lists) raw[setting] = texts.join(',');
  const password = options.get('pass');
  if (password !== undefined && (options.get('password') ?? null) === null)
    raw['password'] = toDecodedText(password, 'password');
  return raw;
}
