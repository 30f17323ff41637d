import { defaultAsset } from './asset.ts';
import type { AnyDefinition } from './define.ts';
import { templatesOf } from './details.ts';
import { isPlural, keyOf, type Field } from './fields.ts';
import { commonDetails, yesNo } from './options.ts';
import { shapeOf } from './shape.ts';
import { expandTemplate, joinTemplates, requiredNames, templateNames } from './template.ts';

/** What a form asks for: one value, a choice, yes or no, items one a line, or `name=value` pairs one a line. */
export type Asked = 'text' | 'secret' | 'number' | 'choice' | 'flag' | 'items' | 'pairs';

/** One field of a service as a form shows it; all its facts come from the definition. */
export interface FormField {
  /** The name of its value in the form; its query name in a URL. */
  readonly key: string;
  readonly label: string;
  readonly asked: Asked;
  /** Whether the URL cannot do without it. */
  readonly required: boolean;
  /** Where it stands: in the address, in the query, or among the options of every service. */
  readonly place: 'address' | 'query' | 'common';
  readonly choices: readonly string[];
  /** What an empty field means, where it means something. */
  readonly fallback: string | undefined;
  readonly pattern: RegExp | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** The kinds of items it takes, with the character that marks each. */
  readonly kinds: readonly { readonly label: string; readonly prefix: string }[];
}

/** The values of a form by key; items and pairs one a line, flags `yes`, `no` or empty. */
export type FormValues = Readonly<Record<string, string>>;

/** Whether one template has every name of another, and more. */
function exceeds(wide: string, narrow: string): boolean {
  const [more, names] = [templateNames([wide]), templateNames([narrow])];
  return more.length > names.length && names.every((name) => more.includes(name));
}

/** Whether one template says all that another does; slashes tell no two apart. */
function covers(wide: string, narrow: string): boolean {
  const [all, some] = [wide, narrow].map((way) => expandTemplate(way).map((one) => one.replaceAll('/', '')));
  return some!.every((one) => all!.includes(one));
}

/** The name of the field that a name in a template stands for: some are those of the kinds of items it takes. */
function fieldOf({ fields }: AnyDefinition, name: string): string {
  const found = Object.entries(fields).find(
    ([, field]) => isPlural(field) && Object.values(field.kinds ?? {}).some(({ key }) => key === name),
  );
  return found ? keyOf(...found) : name;
}

/** The ways to write a service's URL, of which a form fills one: those published, with the path if URLs are written with one. */
export function formTemplates(definition: AnyDefinition): readonly string[] {
  const { canonical } = definition;
  const { byKey } = shapeOf(definition);
  const ways = joinTemplates(templatesOf(definition))
    .map((way) => (typeof canonical === 'string' && exceeds(canonical, way) ? canonical : way))
    .map((way) =>
      way.replaceAll(/\{(\w+)\}/g, (all, name) => (byKey.has(name) ? all : `{${fieldOf(definition, name)}}`)),
    );
  return ways.filter(
    (way, index) =>
      !ways.some((other, at) => at !== index && covers(other, way) && (at < index || !covers(way, other))),
  );
}

const ASKED: Readonly<Record<Exclude<Field['kind'], 'alias'>, Asked>> = {
  text: 'text',
  secret: 'secret',
  host: 'text',
  port: 'number',
  path: 'text',
  flag: 'flag',
  integer: 'number',
  float: 'number',
  choice: 'choice',
  list: 'items',
  recipients: 'items',
  map: 'pairs',
};

function fallbackOf(field: Field): string | undefined {
  if (field.kind === 'flag') return yesNo(field.default ?? false);
  if (!('default' in field) || field.default === undefined) return undefined;
  return field.kind === 'choice' ? choicesOf(field)[field.values.indexOf(field.default)] : String(field.default);
}

const choicesOf = (field: Field): readonly string[] =>
  field.kind === 'choice' ? (field.names ?? field.values.map(String)) : (field.published?.values ?? []);

/** Whether a place of the address may hold nothing of it. */
const mayBeEmpty = (field: Field): boolean => isPlural(field) || field.kind === 'path';

function ownField(key: string, field: Exclude<Field, { kind: 'alias' }>, template: string): FormField {
  const numeric = field.kind === 'integer' || field.kind === 'float';
  return {
    key,
    label: field.label,
    asked: ASKED[field.kind],
    required: Boolean(field.required) || (requiredNames(template).includes(key) && !mayBeEmpty(field)),
    place: templateNames([template]).includes(key) ? 'address' : 'query',
    choices: choicesOf(field),
    fallback: fallbackOf(field),
    pattern: field.kind === 'text' || field.kind === 'secret' ? field.pattern : undefined,
    min: numeric ? field.min : field.kind === 'port' ? 1 : undefined,
    max: numeric ? field.max : field.kind === 'port' ? 65_535 : undefined,
    kinds: isPlural(field)
      ? Object.values(field.kinds ?? {})
          .filter(({ unpublished }) => !unpublished)
          .map(({ label, prefix = '' }) => ({ label, prefix }))
      : [],
  };
}

interface CommonDetail {
  readonly name: string;
  readonly type: string;
  readonly values?: readonly string[];
  readonly default: string | number | boolean | null;
  readonly min?: number;
  readonly max?: number;
}

const COMMON_ASKED: Readonly<Record<string, Asked>> = {
  bool: 'flag',
  int: 'number',
  float: 'number',
  'choice:string': 'choice',
};

/** What the options mean when no URL says anything, where that is not what is published. */
const UNSAID: Readonly<Record<string, number>> = {
  retry: defaultAsset.defaultRetry,
  wait: defaultAsset.defaultWaitSeconds,
};

function commonFields(definition: AnyDefinition): FormField[] {
  return Object.entries(commonDetails(definition) as Readonly<Record<string, CommonDetail>>).map(([key, detail]) => ({
    key,
    label: detail.name,
    asked: COMMON_ASKED[detail.type] ?? 'text',
    required: false,
    place: 'common',
    choices: detail.values ?? [],
    fallback: typeof detail.default === 'boolean' ? yesNo(detail.default) : (UNSAID[key] ?? detail.default)?.toString(),
    pattern: undefined,
    min: detail.min,
    max: detail.max,
    kinds: [],
  }));
}

/** Whether a query may say what stands in no place of the address; what is a token says so by how it is written. */
const isQueried = ({ kind, written }: Field, isToken: boolean): boolean =>
  kind !== 'path' &&
  kind !== 'host' &&
  kind !== 'port' &&
  (isToken ? (written ?? 'never') !== 'never' : written !== 'never');

/** Everything a form asks for to write a URL in the way of a template: the address first, in its order. */
export function formFields(definition: AnyDefinition, template: string): readonly FormField[] {
  const { byKey, tokens } = shapeOf(definition);
  const placed = templateNames([template]);
  const own = Array.from(byKey, ([key, { field }]) => ({ key, field }))
    .filter(({ key, field }) => placed.includes(key) || isQueried(field, tokens.has(key)))
    .flatMap(({ key, field }) => (field.kind === 'alias' ? [] : [ownField(key, field, template)]));
  const address = own
    .filter(({ place }) => place === 'address')
    .toSorted((one, other) => placed.indexOf(one.key) - placed.indexOf(other.key));
  const common = commonFields(definition).filter(({ key }) => !own.some((field) => field.key === key));
  return [...address, ...own.filter(({ place }) => place === 'query'), ...common];
}
