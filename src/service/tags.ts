import { parseList, splitItems } from '../text/lists.ts';
import { isBlank, trim } from '../text/whitespace.ts';

/** A tag as it stands on a service or in a filter: `[priority:]name[:retry]`. */
export interface Tag {
  /** Lower case; what tags are compared by. */
  readonly name: string;
  /** The lower the sooner; 0 unless written. */
  readonly priority: number;
  /** Whether the priority was written: such a part of a filter wants exactly this priority. */
  readonly explicit: boolean;
  /** How often a filter wants failed services tried again. */
  readonly retry: number | undefined;
}

/** Matches every service. */
const ALL = 'all';
/** Services with this tag are notified whatever the filter is. */
const ALWAYS = 'always';

const TAG = /^(?:(\d+):)?([a-z\d][a-z\d_-]*)(?::(\d+))?$/i;

/** The tag a text stands for; what does not have the form of a tag is a name as a whole. */
export function parseTag(text: string): Tag {
  const trimmed = trim(text);
  const [, priority, name = trimmed, retry] = TAG.exec(trimmed) ?? [];
  return {
    name: name.toLowerCase(),
    priority: Number(priority ?? 0),
    explicit: priority !== undefined,
    retry: retry === undefined ? undefined : Number(retry),
  };
}

/** The tag texts in a text or in lists of texts, each once, in alphabetical order. */
export function splitTags(value: unknown): string[] {
  if (typeof value === 'string') return parseList(value);
  const parts = new Set<string>();
  const seen = new Set<unknown>();
  const pending = [value];
  for (const item of pending) {
    if (typeof item === 'string') for (const part of splitItems(item)) parts.add(part);
    if (!Array.isArray(item) || seen.has(item)) continue;
    seen.add(item);
    for (const inner of item as readonly unknown[]) pending.push(inner);
  }
  return [...parts].toSorted();
}

/** The tags of a service; of two texts for one name the alphabetically first counts. */
export function parseTags(texts: readonly string[]): readonly Tag[] {
  const tags = new Map<string, Tag>();
  for (const text of texts.toSorted()) {
    const tag = parseTag(text);
    if (!tags.has(tag.name)) tags.set(tag.name, tag);
  }
  return [...tags.values()];
}

/** Which services a notification is for, by their tags. */
export interface TagFilter {
  /** Any of these, each all of its tags; one without tags stands for the services without tags and ends the search. */
  readonly alternatives: readonly (readonly Tag[])[];
  /** Whether services tagged `always` are meant too. */
  readonly always: boolean;
  /** The names that begin a chain of escalation, in order. */
  readonly chains: readonly string[];
  /** Whether a part wants an exact priority, which turns escalation off. */
  readonly exact: boolean;
  /** The parts that change how often services are tried again, in order. */
  readonly retries: readonly Tag[];
}

/** A filter as callers write it: alternatives in a text, or in a list whose members are conditions to be met together. */
export type TagFilterValue = string | readonly TagFilterValue[];

const NO_TAGS: readonly (readonly Tag[])[] = [[]];

const isEmpty = (value: unknown): boolean => !value || (typeof value === 'object' && Object.keys(value).length === 0);

function compile(alternatives: readonly (readonly Tag[])[], chains: readonly string[], always: boolean): TagFilter {
  const tags = alternatives.flat();
  return {
    alternatives,
    always,
    chains,
    exact: tags.some(({ explicit }) => explicit),
    retries: tags.filter(({ retry }) => retry !== undefined),
  };
}

/**
 * The filter a value stands for; undefined is no filter, as is `all`. An empty value means the services without tags,
 * what is neither text nor list means none; a list is read up to the first member that is neither.
 */
export function parseFilter(value: unknown, { always = true } = {}): TagFilter | undefined {
  if (value === undefined || value === ALL) return undefined;
  if (isEmpty(value)) return compile(NO_TAGS, [], false);
  if (typeof value === 'string') {
    const tags = splitTags(value).map(parseTag);
    if (tags.length === 0) return compile(NO_TAGS, [], false);
    const names = tags.map(({ name }) => name);
    return compile(
      tags.map((tag) => [tag]),
      names,
      always,
    );
  }
  if (!Array.isArray(value)) return compile([], [], false);
  const alternatives: Tag[][] = [];
  const chains: string[] = [];
  let complete = true;
  for (const entry of value as readonly unknown[]) {
    if (typeof entry !== 'string' && !Array.isArray(entry)) {
      complete = false;
      break;
    }
    const tags = splitTags(entry).map(parseTag);
    alternatives.push(tags);
    if (typeof entry === 'string' || tags.length === 1) chains.push(...tags.map(({ name }) => name));
  }
  return compile(alternatives, chains, always && complete);
}

const fits = (wanted: Tag, { name, priority }: Tag): boolean =>
  wanted.name === name && (!wanted.explicit || wanted.priority === priority);

/** Whether a service with these tags carries what a part of a filter wants. */
export const carries = (tags: readonly Tag[], wanted: Tag): boolean => {
  for (const tag of tags) if (fits(wanted, tag)) return true;
  return false;
};

/** Whether a filter means a service with these tags. */
export function matches({ alternatives, always }: TagFilter, tags: readonly Tag[]): boolean {
  for (const wanted of alternatives) {
    if (wanted.length === 0) return tags.length === 0;
    if (wanted.every((part) => part.name === ALL || carries(tags, part))) return true;
  }
  return always && tags.some(({ name }) => name === ALWAYS);
}

/** They separate tags elsewhere, but not here. */
const FORBIDDEN = /[[\];]/;

/**
 * Reads the tag text of the HTTP API: `,` and `|` separate alternatives, blanks, `&` and `+` join conditions;
 * undefined if anything in it is no tag.
 */
export function parseTagExpression(text: string): TagFilterValue[] | undefined {
  if (FORBIDDEN.test(text)) return undefined;
  const alternatives: TagFilterValue[] = [];
  for (const group of text.split(/[,|]/)) {
    if (isBlank(group)) continue;
    const tags = splitItems(group.replaceAll(/[&+]/g, ' '));
    if (tags.length === 0 || !tags.every((tag) => TAG.test(tag))) return undefined;
    alternatives.push(tags.length === 1 ? tags[0]! : tags);
  }
  return alternatives;
}
