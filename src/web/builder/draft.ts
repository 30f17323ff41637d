import type { AnyDefinition } from '../../service/define.ts';
import type { FilledForm } from '../../service/form-url.ts';
import type { FormField } from '../../service/form.ts';
import type { Service } from '../../service/load.ts';
import { fillForm, formFields, formTemplates, keyOf, load, schemesOf, UrlError, writeForm } from '../catalog.ts';
import { texts } from '../texts/index.ts';

/** A form nobody has filled in yet. */
export const emptyForm = (definition: AnyDefinition, scheme = schemesOf(definition)[0]!): FilledForm => ({
  definition,
  scheme,
  template: formTemplates(definition)[0]!,
  values: {},
});

/** The form of a URL, or what is wrong with the URL, for people. */
export function readForm(url: string): FilledForm | string {
  try {
    return fillForm(load(url.trim()));
  } catch (error) {
    if (error instanceof UrlError) return describe(error);
    throw error;
  }
}

/** What a URL that does not load suffers from, for people. */
function describe({ code, field, service }: UrlError): string {
  const t = texts.builder;
  const problem = t.problems[code] ?? code;
  const said = field === undefined ? problem : t.problem(field, problem);
  return service === undefined ? said : `${service}: ${said}`;
}

/** What has been filled in so far, and what is wrong with it. */
export interface Draft {
  readonly fields: readonly FormField[];
  readonly url: string;
  /** The URL with every secret hidden. */
  readonly masked: string;
  /** What is wrong with fields, by key. */
  readonly problems: ReadonlyMap<string, string>;
  /** Whether the URL loads and nothing in the form would be lost; what is needed as a rule may still be empty. */
  readonly isUsable: boolean;
  /** What is wrong with the URL as a whole. */
  readonly problem: string | undefined;
  /** The labels of the fields that are needed and empty. */
  readonly missing: readonly string[];
  /** What fields hold that the service does not take, by key; it does no harm. */
  readonly ignored: ReadonlyMap<string, string>;
}

const isOutside = (text: string, { min = -Infinity, max = Infinity }: FormField): boolean => {
  const number = Number(text);
  return !(number >= min && number <= max);
};

/** What is wrong with the value of a field whatever the rest of the form says. */
function problemOf(field: FormField, text: string): string | undefined {
  const t = texts.builder;
  if (text.trim() === '') return field.required ? t.problem(field.label, t.problems['missing-field']!) : undefined;
  if (field.asked !== 'number' || !isOutside(text, field)) return undefined;
  return refusalOf(field);
}

/** What is expected of a value, where the field says so. */
export function expectationOf({ pattern, min, max }: FormField): string | undefined {
  if (pattern) return texts.builder.pattern(pattern.source);
  return min === undefined && max === undefined ? undefined : texts.builder.range(min, max);
}

function refusalOf(field: FormField): string {
  const t = texts.builder;
  const expected = expectationOf(field);
  return t.problem(field.label, t.problems['invalid-field']! + (expected === undefined ? '' : ` (${expected})`));
}

/** Recipients that no kind of the service takes. */
function ignoredOf({ definition, settings }: Service): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(definition.fields).flatMap(([name, field]) => {
      if (field.kind !== 'recipients') return [];
      const { invalid = [] } = (settings[name] ?? {}) as { readonly invalid?: readonly string[] };
      return invalid.length === 0 ? [] : [[keyOf(name, field), texts.builder.ignored(invalid.join(', '))] as const];
    }),
  );
}

/** The key of the form's field that an error names: by its key, or by the setting it becomes. */
function fieldOf({ fields }: AnyDefinition, name: string | undefined, known: readonly FormField[]): string | undefined {
  if (name === undefined) return undefined;
  const own = fields[name];
  const key = own && !known.some((field) => field.key === name) ? keyOf(name, own) : name;
  return known.some((field) => field.key === key) ? key : undefined;
}

/** Works out the URL of a form and all that is wrong with it. */
export function draftOf(form: FilledForm): Draft {
  const fields = formFields(form.definition, form.template);
  const url = writeForm(form);
  const valueOf = ({ key }: FormField): string => form.values[key] ?? '';
  const problems = new Map(fields.flatMap((field) => entry(field.key, problemOf(field, valueOf(field)))));
  const empty = fields.filter((field) => field.required && valueOf(field).trim() === '');
  const missing = empty.map(({ label }) => label);
  const base = { fields, url, masked: writeForm(form, { masked: true }), problems, missing };
  try {
    const service = load(url);
    const isUsable = problems.size === empty.length;
    return { ...base, isUsable, problem: undefined, ignored: ignoredOf(service) };
  } catch (error) {
    if (!(error instanceof UrlError)) throw error;
    const key = fieldOf(form.definition, error.field, fields);
    for (const field of fields) {
      const text = valueOf(field).trim();
      if (problems.has(field.key)) continue;
      if (text === '' && field.key === key)
        problems.set(key, texts.builder.problem(field.label, texts.builder.problems[error.code]!));
      else if (text !== '' && (field.key === key || field.pattern?.test(text) === false))
        problems.set(field.key, refusalOf(field));
    }
    const problem = problems.size > 0 ? undefined : describe(error);
    return { ...base, isUsable: false, problem, ignored: new Map() };
  }
}

const entry = (key: string, text: string | undefined): [string, string][] => (text === undefined ? [] : [[key, text]]);
