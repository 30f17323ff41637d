import { createHash } from 'node:crypto';
import { mask } from '../text/mask.ts';
import { formatFloat } from '../text/numbers.ts';
import { quote } from '../text/url.ts';
import { schemesOf, tokenNames, templatesOf } from './details.ts';
import { isPlural, keyOf, type Field, type Mask, type Recipients } from './fields.ts';
import type { Service } from './load.ts';
import { writeOptions } from './options.ts';
import { fillTemplate, templateNames } from './template.ts';
import type { AnyDefinition, AnySettings } from './define.ts';

const maskOf = (field: Field): Mask | undefined =>
  field.mask === 'none' ? undefined : (field.mask ?? (field.kind === 'secret' ? 'ends' : undefined));

const defaultPort = (secure: boolean): number => (secure ? 443 : 80);

function writeRecipients(field: Field & { kind: 'recipients' }, value: Recipients<string>): string[] {
  return Object.entries(field.kinds).flatMap(([name, kind]) =>
    (value[name] ?? []).map(kind.write ?? ((item: string) => (kind.prefix ?? '') + item)),
  );
}

/** The texts a value is written as; several only for lists. */
function textsOf(field: Field, value: unknown, secure: boolean): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(String);
  if (field.kind === 'recipients') return writeRecipients(field, value as Recipients<string>);
  if (field.kind === 'flag') return [value ? 'yes' : 'no'];
  if (field.kind === 'float') return [formatFloat(value as number)];
  if (field.kind === 'port' && value === defaultPort(secure)) return [];
  return [String(value as string | number)];
}

function isWritten(field: Field, value: unknown, texts: readonly string[]): boolean {
  const byDefault = field.kind === 'flag' || ('default' in field && field.default !== undefined) ? 'always' : 'set';
  switch (field.written ?? byDefault) {
    case 'never':
      return false;
    case 'always':
      return true;
    case 'changed':
      return texts.length > 0 && value !== ('default' in field ? field.default : undefined);
    case 'set':
      return field.kind === 'flag' ? value === true : texts.length > 0 && texts.some(Boolean);
  }
}

const canonicalTemplate = ({ canonical, url }: AnyDefinition, settings: AnySettings): string =>
  (typeof canonical === 'function' ? canonical(settings) : canonical) ?? `${[url].flat()[0] ?? ''}/`;

/** The scheme a service's URLs are written with: its first one, plain or secure as the service is. */
function schemeOf({ schemes: { plain, secure } }: AnyDefinition, isSecure: boolean): string {
  return ((isSecure ? secure : plain) ?? secure ?? plain)![0]!;
}

/** A service as a URL that loads to the same settings; `masked` hides every secret. */
export function formatUrl({ definition, settings, asset }: Service, { masked = false } = {}): string {
  const values: Readonly<Record<string, unknown>> = { ...settings, ...definition.write?.(settings) };
  const show = (field: Field, text: string, safe: string): string => {
    const how = masked ? maskOf(field) : undefined;
    return how ? mask(text, how) : quote(text, safe);
  };
  const template = canonicalTemplate(definition, settings);
  const placed = new Set(templateNames([template]));
  const byKey = new Map(Object.entries(definition.fields).map(([name, field]) => [keyOf(name, field), { name, field }]));
  const address = fillTemplate(template, (key) => {
    const found = byKey.get(key);
    if (!found) return key === 'fullpath' ? quote(String(values['fullpath'] ?? '/')) : quote(String(values[key] ?? ''), '');
    const { field } = found;
    const value = values[found.name];
    if (value === undefined && masked && maskOf(field) === 'all' && field.kind === 'secret') return '****';
    return textsOf(field, value, settings.secure)
      .map((text) => show(field, text, field.safe ?? ''))
      .join('/');
  });
  const own: [string, string][] = [];
  const late: [string, string][] = [];
  const pairs: [string, string][] = [];
  for (const [name, field] of Object.entries(definition.fields)) {
    const key = keyOf(name, field);
    if (field.kind === 'map') {
      for (const [pair, value] of (values[name] as ReadonlyMap<string, string> | undefined) ?? [])
        pairs.push([quote(field.prefix + pair, ''), show(field, value, '')]);
      continue;
    }
    if (placed.has(key) || tokenNames(definition).has(key) && field.written === undefined || field.kind === 'alias') continue;
    const texts = textsOf(field, values[name], settings.secure);
    if (!isWritten(field, values[name], texts)) continue;
    const text = isPlural(field) ? texts.map((item) => show(field, item, field.safe ?? '')).join('%2C') : show(field, texts[0] ?? '', field.safe ?? '');
    (field.late ? late : own).push([key, text]);
  }
  const common = writeOptions(settings.options, asset);
  const query = [...(definition.commonFirst ? [...common, ...own] : [...own, ...common]), ...late, ...pairs];
  return `${schemeOf(definition, settings.secure)}://${address}?${query.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

const identityText = (value: unknown): string => {
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value as string | number);
};

/** The texts an identity is made of: the scheme and what tells this service from others of its kind. */
export function identityParts({ definition, settings }: Service): string[] {
  const { identity, fields } = definition;
  const scheme = schemeOf(definition, settings.secure);
  if (typeof identity === 'function') return identity(settings).map(identityText);
  const byKey = new Map(Object.entries(fields).map(([name, field]) => [keyOf(name, field), { name, field }]));
  const names = identity ??
    templateNames(templatesOf(definition)).flatMap((key) => {
      const found = byKey.get(key);
      return found && !isPlural(found.field) ? [found.name] : [];
    });
  return [
    scheme,
    ...names.map((name) =>
      identityText(fields[name]?.kind === 'port' ? (settings[name] ?? defaultPort(settings.secure)) : settings[name]),
    ),
  ];
}

/** What names a service's sessions in the store: stable under options and targets; undefined when it keeps none. */
export function identify(service: Service): string | undefined {
  if (!service.settings.options.store) return undefined;
  const { identitySalt, identityLength } = service.asset;
  const digest = createHash('sha256').update(identitySalt).update(identityParts(service).join(''), 'utf8').digest('hex');
  return identityLength === 0 ? digest : digest.slice(0, identityLength);
}

/** How many targets a service has, its retries counted. */
export function countTargets({ definition, settings }: Service): number {
  const own = definition.count?.(settings) ?? countRecipients(definition, settings);
  return own * (settings.options.retry + 1);
}

function countRecipients({ fields }: AnyDefinition, settings: AnySettings): number {
  const found = Object.entries(fields).find(([, field]) => field.kind === 'recipients');
  if (!found) return 1;
  const value = settings[found[0]] as Recipients<string>;
  return Object.keys((found[1] as Field & { kind: 'recipients' }).kinds).reduce((sum, kind) => sum + (value[kind]?.length ?? 0), 0);
}

export { schemesOf };
