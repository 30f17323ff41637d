import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pattern } from './compare.ts';

/** A test on a row's input: `path` is a JSON pointer in which `*` stands for every member. */
type Condition = { readonly path: string } & (
  | { readonly matches: string }
  | { readonly equals: unknown }
  | { readonly absent: true }
);

/** What we do instead of the recorded behaviour, as a change of the row's expectation; `where`: of such values alone. */
type Patch = { readonly path: string; readonly where?: string } & (
  | { readonly value: unknown }
  | { readonly matches: string }
  | { readonly replace: readonly [pattern: string, replacement: string]; readonly from?: string }
  | { readonly remove: true }
  /** A list of lines, changed as one text. */
  | { readonly lines: readonly (readonly [pattern: string, replacement: string])[] }
);

/** A deliberate difference from the reference: on which inputs, why, and what we do instead. */
export interface Departure {
  readonly id: string;
  readonly when: readonly Condition[];
  readonly reason: string;
  readonly instead: readonly Patch[];
  /** A corpus is a sample, and may have no such input. */
  readonly unseen?: true;
}

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

const membersOf = (values: unknown[], key: string): unknown[] =>
  values.flatMap((value) => {
    if (typeof value !== 'object' || value === null) return [];
    return key === '*' ? Object.values(value) : [(value as Record<string, unknown>)[key]];
  });

/** The places a pointer names; the last key need not exist. */
function placesOf(root: unknown, path: string): Place[] {
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop();
  if (last === undefined) throw new Error('a path must begin with a slash');
  return keys.reduce(membersOf, [root]).flatMap((parent) => {
    if (typeof parent !== 'object' || parent === null) return [];
    const names = last === '*' ? Object.keys(parent) : [last];
    return names.map((key) => ({ parent: parent as Record<string, unknown>, key }));
  });
}

const valuesAt = (root: unknown, path: string): unknown[] =>
  placesOf(root, path)
    .map(({ parent, key }) => parent[key])
    .filter((value) => value !== undefined);

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function holds(condition: Condition, row: unknown): boolean {
  const values = valuesAt(row, condition.path);
  if ('absent' in condition) return values.length === 0;
  if ('equals' in condition) {
    const wanted = JSON.stringify(condition.equals);
    return values.some((value) => JSON.stringify(value) === wanted);
  }
  return values.some((value) => pattern(condition.matches).test(asText(value)));
}

function apply(patch: Patch, row: unknown): void {
  for (const { parent, key } of placesOf(row, patch.path)) {
    const value = parent[key];
    if (patch.where !== undefined && (value === undefined || !pattern(patch.where).test(asText(value)))) continue;
    if ('remove' in patch) {
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
    } else if ('lines' in patch) {
      if (!Array.isArray(value)) continue;
      const shown = value.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
      const text = patch.lines.reduce((lines, [from, to]) => lines.replace(new RegExp(from, 'g'), to), shown);
      parent[key] = text.split('\n').map((line): unknown => (line.startsWith('{"$') ? JSON.parse(line) : line));
    } else if ('value' in patch) parent[key] = patch.value;
    else if ('matches' in patch) parent[key] = { $regex: patch.matches };
    else {
      const source = patch.from === undefined ? parent[key] : valuesAt(row, patch.from)[0];
      if (typeof source === 'string')
        parent[key] = source.replace(new RegExp(patch.replace[0], 'gs'), patch.replace[1]);
    }
  }
}

function check(entry: Departure, file: string): void {
  const where = `${file}: ${entry.id}`;
  if (!entry.id || !entry.reason) throw new Error(`${where}: a departure needs an id and a reason`);
  if (!entry.when.length || !entry.instead.length) throw new Error(`${where}: says not when, or not what instead`);
  for (const { path } of entry.when)
    if (path.startsWith('/out')) throw new Error(`${where}: conditions are about the input, not about ${path}`);
  for (const { path } of entry.instead)
    if (!path.startsWith('/out')) throw new Error(`${where}: only expectations can be changed, not ${path}`);
}

/**
 * All deliberate differences: `conformance/departures/core/url.json` holds those of the corpus `core/url`,
 * `conformance/departures/wire.json` those of every corpus below `wire`.
 */
export class Departures {
  readonly #entries: readonly { readonly corpus: string; readonly departure: Departure }[];
  readonly #used = new Set<Departure>();

  constructor(directory: string) {
    this.#entries = globSync('**/*.json', { cwd: directory }).flatMap((file) => {
      const entries = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Departure[];
      for (const entry of entries) check(entry, file);
      return entries.map((departure) => ({ corpus: file.replace(/\.json$/, ''), departure }));
    });
  }

  /** The row as it must look if the departures whose conditions hold are what we do, and which they are. */
  patched<Row>(corpus: string, row: Row): { readonly row: Row; readonly entries: readonly Departure[] } {
    const entries = this.#entries
      .filter(({ corpus: own }) => corpus === own || corpus.startsWith(`${own}/`))
      .map(({ departure }) => departure)
      .filter(({ when }) => when.every((condition) => holds(condition, row)));
    if (!entries.length) return { row, entries };
    const copy = structuredClone(row);
    for (const { instead } of entries) for (const patch of instead) apply(patch, copy);
    return { row: copy, entries };
  }

  /** Remembers that these explained a failing row. */
  use(entries: readonly Departure[]): void {
    for (const entry of entries) this.#used.add(entry);
  }

  /** Entries of corpora that ran (each file, and the whole if all of it ran) but explained no failing row. */
  stale(corpora: readonly string[]): string[] {
    return this.#entries
      .filter(({ corpus }) => corpora.includes(corpus))
      .filter(({ departure }) => !departure.unseen && !this.#used.has(departure))
      .map(({ corpus, departure }) => `${corpus}: ${departure.id}`);
  }
}
