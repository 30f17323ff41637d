import type { AnyDefinition } from './define.ts';
import { templatesOf, tokenNames } from './details.ts';
import { isPlural, keyOf, type Field } from './fields.ts';
import { layoutOf, templateNames, type Layout } from './template.ts';

export interface NamedField {
  readonly name: string;
  readonly field: Field;
}

/** What a definition comes to whatever the URL says. */
export interface Shape {
  /** Undefined where the definition reads addresses by itself. */
  readonly layout: Layout | undefined;
  /** The names in templates of the fields that have a value. */
  readonly byKey: ReadonlyMap<string, NamedField>;
  readonly tokens: ReadonlySet<string>;
  /** The fields that a query may set, and the names it does so by, in order of precedence. */
  readonly queried: readonly (NamedField & { readonly queryNames: readonly string[] })[];
  /** The settings that stand in the address, but no targets. */
  readonly address: readonly string[];
  /** Whether the host part must be a host name or an address. */
  readonly verifiesHost: boolean;
}

/** Kinds of fields that no query argument sets: a host of the query would send messages elsewhere. */
const UNQUERIED: ReadonlySet<Field['kind']> = new Set(['map', 'alias', 'path', 'host', 'port']);

/** User and password of the address, which the query may give for all services alike. */
const isCredential = (field: Field): boolean => 'verbatim' in field && (field.verbatim ?? false);

const queryNamesOf = ({ name, field }: NamedField): string[] => [
  ...new Set([keyOf(name, field), ...(field.aliases ?? []), ...(field.undocumented ?? [])]),
];

function workOut(definition: AnyDefinition): Shape {
  const { fields, verifyHost } = definition;
  const named = Object.entries(fields).map(([name, field]) => ({ name, field }));
  const valued = named.filter(({ field }) => field.kind !== 'alias');
  const byKey = new Map(valued.map((item) => [keyOf(item.name, item.field), item]));
  const templates = templatesOf(definition);
  return {
    layout: layoutOf(templates),
    byKey,
    tokens: tokenNames(definition),
    queried: named
      .filter(({ field }) => !UNQUERIED.has(field.kind) && !isCredential(field) && !field.unread)
      .map((item) => ({ ...item, queryNames: queryNamesOf(item) })),
    address: templateNames(templates).flatMap((key) => {
      const found = byKey.get(key);
      return found && !isPlural(found.field) ? [found.name] : [];
    }),
    verifiesHost: verifyHost ?? named.some(({ field }) => field.kind === 'host'),
  };
}

const shapes = new WeakMap<AnyDefinition, Shape>();

/** The shape of a definition, worked out when it is first needed: a configuration reads the same services over and over. */
export function shapeOf(definition: AnyDefinition): Shape {
  let known = shapes.get(definition);
  if (known === undefined) shapes.set(definition, (known = workOut(definition)));
  return known;
}
