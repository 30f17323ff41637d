import type { AnyDefinition } from './define.ts';
import { isPlural, keyOf, type Field, type RecipientKind } from './fields.ts';
import { commonDetails } from './options.ts';
import { expandTemplate, templateNames } from './template.ts';

type Entry = Record<string, unknown>;

/** The published URL templates of a service, without scheme. */
export const templatesOf = ({ url }: AnyDefinition): string[] => [url].flat().flatMap(expandTemplate);

/** All schemes of a service, the plain ones first. */
export const schemesOf = ({ schemes: { plain = [], secure = [] } }: AnyDefinition): string[] => [...plain, ...secure];

/** The names of the fields that stand in a URL template: they are tokens; the others are query arguments. */
export const tokenNames = ({ url }: AnyDefinition): ReadonlySet<string> => new Set(templateNames([url].flat()));

const TYPES = {
  text: 'string',
  secret: 'string',
  host: 'string',
  port: 'int',
  path: 'string',
  flag: 'bool',
  integer: 'int',
  float: 'float',
  list: 'list:string',
  recipients: 'list:string',
  map: 'string',
  alias: 'string',
} as const;

const publishedPattern = ({ pattern, published }: Pick<RecipientKind, 'pattern' | 'published'>): Entry => {
  if (published && 'pattern' in published) return published.pattern ? { regex: published.pattern } : {};
  return pattern ? { regex: [pattern.source.replaceAll('\\/', '/'), pattern.flags.replace('u', '')] } : {};
};

const typeOf = (field: Field): string =>
  field.published?.type ??
  (field.kind === 'choice' ? `choice:${typeof field.values[0] === 'number' ? 'int' : 'string'}` : TYPES[field.kind]);

const publishedKinds = (field: Field): [string, RecipientKind][] =>
  isPlural(field) ? Object.entries(field.kinds ?? {}).filter(([, kind]) => !kind.unpublished) : [];

const groupOf = (field: Field): readonly string[] =>
  publishedKinds(field)
    .map(([name, kind]) => kindKey(name, kind))
    .toSorted();

function entryOf(name: string, field: Field, place: 'token' | 'argument'): Entry {
  return {
    name: field.label,
    type: typeOf(field),
    map_to: field.mapTo ?? name,
    required: Boolean(field.required),
    private: field.published?.private ?? field.kind === 'secret',
    ...publishedPattern(field),
    ...('default' in field && field.default !== undefined && { default: field.default }),
    ...(field.kind === 'choice' && { values: field.values }),
    ...(field.published?.values && { values: field.published.values }),
    ...(field.kind === 'port' && { min: 1, max: 65535 }),
    ...('min' in field && { min: field.min }),
    ...('max' in field && { max: field.max }),
    ...(field.prefix !== undefined && { prefix: field.prefix }),
    ...(isPlural(field) &&
      field.published?.type === undefined && { delim: place === 'token' ? ['/'] : [',', ' '], group: groupOf(field) }),
  };
}

const kindKey = (name: string, { key = `target_${name}` }: RecipientKind): string => key;

const kindEntry = (mapTo: string, kind: RecipientKind): Entry => ({
  name: kind.label,
  type: kind.values ? 'choice:string' : (kind.type ?? 'string'),
  map_to: mapTo,
  required: kind.required ?? false,
  private: kind.private ?? false,
  ...(kind.values && { values: kind.values }),
  ...(kind.prefix !== undefined && { prefix: kind.prefix }),
  ...publishedPattern(kind),
});

/** What `/details` says of a service's URL: templates, tokens, arguments and name-value arguments. */
export function urlDetails(
  definition: AnyDefinition,
): Record<'tokens' | 'args' | 'kwargs', Entry> & { templates: string[] } {
  const names = tokenNames(definition);
  const tokens: Entry = {};
  const args: Entry = commonDetails(definition);
  const kwargs: Entry = {};
  for (const [name, field] of Object.entries(definition.fields)) {
    const key = keyOf(name, field);
    if (field.unpublished) continue;
    if (field.kind === 'map') {
      kwargs[key] = entryOf(name, field, 'argument');
      continue;
    }
    if (field.kind === 'alias') {
      args[key] = field.mapTo ? entryOf(name, field, 'argument') : { name: field.label, alias_of: field.of };
      continue;
    }
    const token = field.token ?? names.has(key);
    (token ? tokens : args)[key] = entryOf(name, field, token ? 'token' : 'argument');
    for (const [kindName, kind] of publishedKinds(field))
      tokens[kindKey(kindName, kind)] = kindEntry(field.mapTo ?? name, kind);
    for (const alias of field.aliases ?? [])
      args[alias] = { alias_of: key, ...(isPlural(field) && { delim: [',', ' '] }) };
  }
  const values = schemesOf(definition).toSorted();
  tokens['schema'] = {
    name: 'Schema',
    type: 'choice:string',
    map_to: 'schema',
    required: true,
    private: false,
    values,
    ...(values.length === 1 && { default: values[0] }),
  };
  return { templates: templatesOf(definition).map((template) => `{schema}://${template}`), tokens, args, kwargs };
}

/** Where it is told how a service is set up. */
export const setupPageOf = ({ setup, id }: AnyDefinition): string => setup ?? `https://appriseit.com/services/${id}/`;

/** The whole entry of a service in `/details`. */
export function detailsOf(definition: AnyDefinition, category: 'native' | 'custom' = 'native'): Entry {
  const { plain, secure } = definition.schemes;
  const { required = [], recommended = [], details = '' } = definition.requirements ?? {};
  return {
    service_name: definition.name,
    service_url: definition.homepage ?? null,
    setup_url: setupPageOf(definition),
    details: urlDetails(definition),
    attachment_support: definition.attachments !== undefined,
    category,
    protocols: plain ?? null,
    secure_protocols: secure ?? null,
    requirements: { details, packages_required: required, packages_recommended: recommended },
  };
}
