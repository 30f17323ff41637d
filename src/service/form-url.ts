import { quote } from '../text/url.ts';
import type { AnyDefinition } from './define.ts';
import { UrlError } from './errors.ts';
import { isPlural, keyOf, type Field } from './fields.ts';
import { formFields, formTemplates, type FormValues } from './form.ts';
import { createCatalog, loadService, type Service } from './load.ts';
import { writeOptions, yesNo } from './options.ts';
import { shapeOf } from './shape.ts';
import { fillTemplate } from './template.ts';
import { canonicalTemplate, formatUrl, maskOf, showText, textsOf, writtenValues } from './write.ts';

/** A service taken apart into a form. */
export interface FilledForm {
  readonly definition: AnyDefinition;
  readonly scheme: string;
  readonly template: string;
  readonly values: FormValues;
}

function valuesOf(service: Service): FormValues {
  const { definition, settings, asset } = service;
  const all = writtenValues(service);
  const values: Record<string, string> = {};
  for (const [name, field] of Object.entries(definition.fields)) {
    const value = all[name];
    if (field.kind === 'alias' || value === undefined) continue;
    values[keyOf(name, field)] =
      field.kind === 'map'
        ? Array.from(value as ReadonlyMap<string, string>, ([item, text]) => `${item}=${text}`).join('\n')
        : field.kind === 'flag'
          ? yesNo(Boolean(value))
          : textsOf(field, value, settings.secure).join('\n');
  }
  const { emojis, timeZone } = settings.options;
  if (emojis !== undefined) values['emojis'] ??= yesNo(emojis);
  if (timeZone !== undefined) values['tz'] ??= timeZone;
  for (const [key, text] of writeOptions(settings.options, asset, definition)) values[key] ??= text;
  return values;
}

/** All common options, among them what URLs are not written with. */
const optionsOf = ({ settings }: Service): string => JSON.stringify(settings.options);

/** Whether a form writes a URL of this very service. */
function writes(form: FilledForm, service: Service): boolean {
  try {
    const written = loadService(writeForm(form), { catalog: createCatalog([form.definition]), asset: service.asset });
    return formatUrl(written) === formatUrl(service) && optionsOf(written) === optionsOf(service);
  } catch (error) {
    if (error instanceof UrlError) return false;
    throw error;
  }
}

/** Whether no secret stands in a field that would show it. */
function keepsSecrets({ definition, template, values }: FilledForm): boolean {
  const { byKey } = shapeOf(definition);
  const isSecret = (key: string): boolean => maskOf(byKey.get(key)?.field) !== undefined;
  const secrets = new Set([...byKey.keys()].filter(isSecret).map((key) => values[key] || undefined));
  return formFields(definition, template).every(({ key }) => isSecret(key) || !secrets.has(values[key] ?? ''));
}

const without = (form: FilledForm, keys: ReadonlySet<string>): FilledForm => ({
  ...form,
  values: Object.fromEntries(Object.entries(form.values).filter(([key]) => !keys.has(key))),
});

/** The form without the values that empty fields are published to mean. */
function withoutUsual(form: FilledForm): FilledForm {
  const usual = formFields(form.definition, form.template).filter(({ key, fallback }) => form.values[key] === fallback);
  return without(form, new Set(usual.map(({ key }) => key)));
}

/** The form without the options that its URL means anyway. */
function shorten(form: FilledForm, service: Service): FilledForm {
  return formFields(form.definition, form.template)
    .filter(({ key, place }) => place !== 'address' && form.values[key])
    .reduce((kept, { key }) => {
      const less = without(kept, new Set([key]));
      return writes(less, service) ? less : kept;
    }, form);
}

/** The form that writes a service's URL, in the first of its ways that says all of it. */
export function fillForm(service: Service): FilledForm {
  const { definition, settings } = service;
  const { scheme } = settings;
  const values = valuesOf(service);
  const fill = (template: string): FilledForm => ({ definition, scheme, template, values });
  const canonical = fill(canonicalTemplate(definition, settings));
  const ways = [...formTemplates(definition).map(fill).filter(keepsSecrets), canonical];
  const found = ways.flatMap((form) => [form, withoutUsual(form)]).find((form) => writes(form, service));
  return shorten(found ?? canonical, service);
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** A path between its neighbours in a template, with the slashes that none of them brings. */
function pathIn(template: string, key: string, path: string): string {
  const [before = '', after = ''] = template.split(`{${key}}`);
  if (before.endsWith('/')) return path.replace(/^\/+/, '');
  const isJoined = after.startsWith('{');
  const start = path.startsWith('/') || (path === '' && !isJoined) ? path : `/${path}`;
  return isJoined && !start.endsWith('/') ? `${start}/` : start;
}

/** What follows the host in a template without anything between them. */
const abutsHost = (template: string, key: string): boolean =>
  /\{(?:host|port)\}\]?$/.test(template.split(`{${key}}`)[0]!);

/** Name and value of a line of pairs. */
function pairOf(line: string): readonly [name: string, value: string] {
  const equals = line.indexOf('=');
  return equals < 0 ? [line, ''] : [line.slice(0, equals).trim(), line.slice(equals + 1).trim()];
}

/**
 * The URL that a form stands for; `masked` hides every secret. It is what the form says, right or wrong: loading it
 * tells.
 */
export function writeForm({ definition, scheme, template, values }: FilledForm, { masked = false } = {}): string {
  const { byKey } = shapeOf(definition);
  const show = (field: Field | undefined, text: string): string =>
    field && text !== '' ? showText(field, text, masked) : quote(text, '');
  const fields = formFields(definition, template);
  const address = fillTemplate(template, (key) => {
    const field = byKey.get(key)?.field;
    const text = values[key] ?? '';
    if (!field || field.kind === 'host') return text.trim();
    if (field.kind === 'path') return pathIn(template, key, text.trim());
    if (abutsHost(template, key)) return pathIn(template, key, show(field, text));
    const items = isPlural(field) ? linesOf(text) : [text];
    return items.map((item) => show(field, item)).join('/');
  });
  const query = fields.flatMap(({ key, place }) => {
    const text = values[key] ?? '';
    if (place === 'address' || text === '') return [];
    const field = place === 'query' ? byKey.get(key)?.field : undefined;
    if (field?.kind === 'map')
      return linesOf(text)
        .map(pairOf)
        .map(([name, value]) => `${quote(field.prefix + name, field.safe ?? '')}=${show(field, value)}`);
    const items = field && isPlural(field) ? linesOf(text) : [text];
    return [`${field?.writtenAs ?? key}=${items.map((item) => show(field, item)).join('%2C')}`];
  });
  return `${scheme}://${address}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}
