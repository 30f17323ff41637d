import type { Fields } from './fields.ts';
import { Refusal } from './refusal.ts';

/** The fields of a notification. */
export const NOTIFICATION_FIELDS = ['format', 'type', 'title', 'body', 'attachment', 'tag', 'tags'] as const;
/** Those that rules may fill, for stored configurations and for URLs of its own. */
export const STATEFUL_FIELDS: ReadonlySet<string> = new Set(NOTIFICATION_FIELDS);
export const STATELESS_FIELDS: ReadonlySet<string> = new Set([...NOTIFICATION_FIELDS, 'urls']);

/** The rules of a query, `:source=target` each; the last one for a source counts, at the place of the first. */
export function readRules(query: URLSearchParams): ReadonlyMap<string, string> {
  const rules = new Map<string, string>();
  for (const [name, target] of query) if (name.startsWith(':')) rules.set(name.slice(1), target);
  return rules;
}

const SEGMENT = /^([^.[\]]*)((?:\[\d+\])*)$/;

/** The steps of a path such as `alerts[0].labels.name`, undefined if it is malformed. */
export function parsePath(path: string): readonly (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  for (const segment of path.split('.')) {
    const [, name, indexes = ''] = SEGMENT.exec(segment) ?? [];
    if (segment === '' || name === undefined) return undefined;
    if (name !== '') steps.push(name);
    for (const [, index] of indexes.matchAll(/\[(\d+)\]/g)) steps.push(Number(index));
  }
  return steps;
}

/** What a path leads to, undefined if that is nowhere. */
function follow(fields: Fields, [first, ...steps]: readonly (string | number)[]): unknown {
  let value = typeof first === 'string' ? fields.get(first) : undefined;
  for (const step of steps) {
    const isStep = typeof step === 'number' ? Array.isArray(value) : typeof value === 'object' && !Array.isArray(value);
    if (!isStep || value === null || !Object.hasOwn(value as object, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

export interface MappingOptions {
  /** The fields that a rule may fill. */
  readonly known: ReadonlySet<string>;
  /** The most steps of a path. */
  readonly maxDepth: number;
  /** The key in the path of the request, empty if there is none. */
  readonly key: string;
}

/** Moves the fields of a payload as the caller's rules say; throws a Refusal if a path leads nowhere. */
export function applyRules(
  rules: ReadonlyMap<string, string>,
  fields: Fields,
  { known, maxDepth, key }: MappingOptions,
): void {
  for (const [source, target] of rules) {
    if (/[.[\]]/.test(source)) {
      const steps = parsePath(source);
      const value = steps && steps.length <= maxDepth ? follow(fields, steps) : undefined;
      if (value === undefined) throw new Refusal('mapping-failed', { detail: key && ` using KEY: ${key}` });
      if (known.has(target)) fields.set(target, value);
    } else applyFlatRule(source, target, fields, known);
  }
}

function applyFlatRule(source: string, target: string, fields: Fields, known: ReadonlySet<string>): void {
  if (target === '') fields.delete(source);
  else if (known.has(target) && fields.has(source)) {
    const value = fields.get(source);
    if (known.has(source) && fields.has(target)) fields.set(source, fields.get(target));
    else fields.delete(source);
    fields.set(target, value);
  } else if (known.has(source) || fields.has(source)) fields.set(source, target);
}
