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

/** What the options of a service can be. */
interface Vocabulary {
  readonly targets: ReadonlyMap<string, Target>;
  /** The settings that are maps of their own: the name they have as a whole, and what marks a single pair. */
  readonly maps: readonly { readonly name: string; readonly prefix: string }[];
}

function vocabularyOf(definition: AnyDefinition): Vocabulary {
  const targets = new Map<string, Target>();
  for (const [setting, convert] of Object.entries(COMMON))
    targets.set(setting, { setting, convert, plural: false, mapped: false });
  const mapped = new Map<string, Target>();
  const maps: { readonly name: string; readonly prefix: string }[] = [];
  const tokens = tokenNames(definition);
  for (const [name, field] of Object.entries(definition.fields)) {
    const key = keyOf(name, field);
    if (field.kind === 'map') maps.push({ name: key, prefix: field.prefix });
    if (field.kind === 'map' || field.kind === 'alias') continue;
    const setting = rawNameOf(name, field);
    const target = {
      setting,
      convert: BY_KIND[field.kind] ?? toAnyText,
      plural: isPlural(definition.fields[setting] ?? field),
    };
    if (!targets.has(setting)) targets.set(setting, { ...target, mapped: false });
    for (const argument of [...(tokens.has(key) ? [] : [key]), ...(field.aliases ?? [])])
      if (argument !== setting) mapped.set(argument, { ...target, mapped: true });
  }
  return { targets: new Map([...targets, ...mapped]), maps };
}

const vocabularies = new WeakMap<AnyDefinition, Vocabulary>();

function knownVocabulary(definition: AnyDefinition): Vocabulary {
  let known = vocabularies.get(definition);
  if (known === undefined) vocabularies.set(definition, (known = vocabularyOf(definition)));
  return known;
}

/** The texts in a value; nothing and yes or no are none. */
function textsOf(value: PythonValue): string[] {
  if (typeof value === 'string') return [value];
  if (isList(value) || isSet(value)) return [...value].flatMap((item) => (isList(item) ? [] : textsOf(item)));
  if (value === null || typeof value === 'boolean' || isMapping(value)) return [];
  return [pythonText(value) ?? ''];
}

const pairText = (value: PythonValue, name: string): string => pythonText(value) ?? invalid(name);

/** The pairs that a mapping and single marked options stand for; undefined if there are neither. */
function pairsOf(options: Options, name: string, prefix: string): ReadonlyMap<string, string> | undefined {
  const whole = options.get(name);
  const pairs = new Map<string, string>();
  if (isMapping(whole)) for (const [key, value] of whole) pairs.set(pairText(key, name), pairText(value, name));
  let isMarked = false;
  for (const [option, value] of options)
    if (option.startsWith(prefix)) {
      isMarked = true;
      pairs.set(option.slice(prefix.length), pairText(value, name));
    }
  if (whole === undefined && !isMarked) return undefined;
  return whole === null || isMapping(whole) || isMarked ? pairs : invalid(name);
}

/**
 * The raw settings that options stand for, to be laid over those of a URL. A list collects what all its names give, a
 * map replaces the URL's; of `pass` and `password` the latter counts. Throws UrlError for a value that cannot be what its
 * name says.
 */
export function overlay(definition: AnyDefinition, options: Options): Raw {
  const raw: Raw = {};
  if (options.size === 0) return raw;
  const { targets, maps } = knownVocabulary(definition);
  for (const { name, prefix } of maps) {
    const pairs = pairsOf(options, name, prefix);
    if (pairs) raw[prefix] = pairs;
  }
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
