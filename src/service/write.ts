import { createHash } from 'node:crypto';
import { mask } from '../text/mask.ts';
import { formatFloat } from '../text/numbers.ts';
import { quote } from '../text/url.ts';
import { keyOf, writeRecipient, type Field, type Mask, type PortField, type Recipients } from './fields.ts';
import type { Service } from './load.ts';
import { writeOptions } from './options.ts';
import { asText } from './read.ts';
import { shapeOf } from './shape.ts';
import { fillTemplate, templateNames } from './template.ts';
import type { AnyDefinition, BaseSettings, AnySettings } from './define.ts';

/** How a masked URL shows a field; undefined shows it as it is. */
export const maskOf = (field: Field | undefined): Mask | undefined =>
  field?.mask === 'none' ? undefined : (field?.mask ?? (field?.kind === 'secret' ? 'ends' : undefined));

const standardPort = ({ standard = [80, 443], default: port }: PortField, secure: boolean): number =>
  port ?? standard[secure ? 1 : 0];

function writeRecipients(field: Field & { kind: 'recipients' }, value: Recipients<string>): string[] {
  const taken = Object.entries(field.kinds).flatMap(([name, kind]) =>
    (value[name] ?? []).map((item) => writeRecipient(kind, item)),
  );
  const keepsInvalid = field.keepInvalid === 'alone' ? taken.length === 0 : field.keepInvalid;
  return keepsInvalid ? [...taken, ...value.invalid] : taken;
}

/** The texts a value is written as; several only for lists. */
export function textsOf(field: Field, value: unknown, secure: boolean): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(String);
  if (field.kind === 'recipients') return writeRecipients(field, value as Recipients<string>);
  if (field.kind === 'flag') return [(field.names ?? ['no', 'yes'])[value ? 1 : 0]];
  if (field.kind === 'float' && typeof value === 'number') return [formatFloat(value)];
  if (field.kind === 'port' && value === standardPort(field, secure)) return [];
  if (field.kind === 'choice' && field.names)
    return [field.names[field.values.indexOf(value as string | number)] ?? ''];
  return [asText(value)];
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
    default:
      return field.kind === 'flag' ? value === true : texts.some(Boolean);
  }
}

/** The template the URL of these settings is written with. */
export const canonicalTemplate = ({ canonical, url }: AnyDefinition, settings: AnySettings): string =>
  (typeof canonical === 'function' ? canonical(settings) : canonical) ?? `${[url].flat()[0] ?? ''}/`;

/** The scheme a service's URLs are written with: its first one, plain or secure as the service is, or the one it has kept. */
function schemeOf({ schemes: { plain, secure }, keepsScheme = false }: AnyDefinition, settings: BaseSettings): string {
  if (keepsScheme) return settings.scheme;
  return ((settings.secure ? secure : plain) ?? secure ?? plain)![0]!;
}

/** A text of a field as a URL has it, encoded or masked. */
export function showText(field: Field, text: string, masked: boolean): string {
  const how = masked ? maskOf(field) : undefined;
  if (typeof how === 'function') return quote(how(text), field.safe ?? '');
  return how ? mask(text, how) : quote(text, field.safe ?? '');
}

/** The values that a service's URL is written from, by setting. */
export const writtenValues = ({ definition, settings }: Pick<Service, 'definition' | 'settings'>): AnySettings => ({
  ...settings,
  ...definition.write?.(settings),
});

/** A service as a URL that loads to the same settings; `masked` hides every secret. */
export function formatUrl({ definition, settings, asset }: Service, { masked = false } = {}): string {
  const values = writtenValues({ definition, settings });
  const { tokens, byKey } = shapeOf(definition);
  const show = (field: Field, text: string): string => showText(field, text, masked);
  const template = canonicalTemplate(definition, settings);
  const placed = new Set(templateNames([template]));
  const address = fillTemplate(template, (key, optional) => {
    const found = byKey.get(key);
    if (!found) throw new Error(`${definition.id}: no field for {${key}}`);
    const { field } = found;
    const value = values[found.name];
    // Both are kept as URLs write them.
    if (field.kind === 'path' || field.kind === 'host') return value as string;
    // Where a secret has its place, a masked URL does not tell whether there is one.
    if (value === undefined && masked && !optional && maskOf(field) === 'all') return '****';
    if (value === '' && optional) return '';
    return textsOf(field, value, settings.secure)
      .map((text) => show(field, text))
      .join('/');
  });
  const own: Pair[] = [];
  const late: Pair[] = [];
  for (const [name, field] of Object.entries(definition.fields)) {
    const key = keyOf(name, field);
    if (placed.has(key) || field.kind === 'alias') continue;
    if (tokens.has(key) && field.written === undefined) continue;
    const written = writeField(field.writtenAs ?? key, field, values[name], settings.secure, show);
    ((field.late ?? field.kind === 'map') ? late : own).push(...written);
  }
  const common = writeOptions(settings.options, asset, definition).map(([name, value]): Pair => [
    name,
    quote(value, ''),
  ]);
  const query = definition.commonFirst ? [...common, ...own, ...late] : [...own, ...common, ...late];
  return `${schemeOf(definition, settings)}://${address}?${query.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

type Pair = readonly [name: string, value: string];

/** A field as query arguments, their values encoded or masked. */
function writeField(
  key: string,
  field: Field,
  value: unknown,
  secure: boolean,
  show: (field: Field, text: string) => string,
): Pair[] {
  if (field.kind === 'map')
    return Array.from((value as ReadonlyMap<string, string> | undefined) ?? [], ([name, text]): Pair => [
      quote(field.prefix + name, field.safe ?? ''),
      show(field, text),
    ]);
  const texts = textsOf(field, value, secure);
  if (!isWritten(field, value, texts)) return [];
  // What masks a value is encoded as the value would be.
  const star = quote('*', field.safe ?? '');
  return [[key, texts.map((text) => show(field, text).replaceAll('*', star)).join('%2C')]];
}

const identityText = (value: unknown): string => {
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return asText(value);
};

/** A setting as an identity has it: the port always, a path without the slash at its end. */
function identifying(field: Field | undefined, value: unknown, secure: boolean): unknown {
  if (field?.kind === 'port' && !field.bare) return value || standardPort(field, secure);
  return field?.kind === 'path' ? asText(value).replace(/\/+$/, '') : value;
}

/** The texts an identity is made of: the scheme and what tells this service from others of its kind. */
export function identityParts({ definition, settings }: Service): string[] {
  const { identity, fields } = definition;
  if (typeof identity === 'function') return identity(settings).map(identityText);
  const names = identity === 'none' ? [] : (identity ?? shapeOf(definition).address);
  const values = names.map((name) => identifying(fields[name], settings[name], settings.secure));
  return [schemeOf(definition, settings), ...values.map(identityText)];
}

/** What names a service's sessions in the store: stable under options and targets; undefined when it keeps none. */
export function identify(service: Service): string | undefined {
  if (!service.settings.options.store || service.definition.identity === 'none') return undefined;
  const { identitySalt, identityLength } = service.asset;
  const digest = createHash('sha256')
    .update(identitySalt)
    .update(identityParts(service).join(''), 'utf8')
    .digest('hex');
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
  return Object.keys((found[1] as Field & { kind: 'recipients' }).kinds).reduce(
    (sum, kind) => sum + (value[kind]?.length ?? 0),
    0,
  );
}
