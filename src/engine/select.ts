import { carries, matches, type Tag, type TagFilter } from '../service/tags.ts';

/** A retry count in a filter comes from whoever may send, so it is bounded, though far above what a URL may ask for. */
const MAX_FILTER_RETRY = 100;

interface Tagged {
  readonly tags: readonly Tag[];
}

/** Services that are notified together. */
export interface Batch<E> {
  readonly priority: number;
  readonly entries: readonly E[];
}

/** Batches in the order of their priority: a later one is for when not all services of an earlier one could be reached. */
export interface Chain<E> {
  /** The part of the filter it stands for; undefined for whatever no single tag selected. */
  readonly tag: string | undefined;
  readonly batches: readonly Batch<E>[];
}

const singleBatch = <E>(entries: readonly E[]): readonly Chain<E>[] =>
  entries.length === 0 ? [] : [{ tag: undefined, batches: [{ priority: 0, entries }] }];

/** The lowest priority of the tags that the filter names, 0 if the service carries none of them. */
function lowestPriority({ alternatives }: TagFilter, tags: readonly Tag[]): number {
  const named = tags.filter(({ name }) => alternatives.some((wanted) => wanted.some((part) => part.name === name)));
  return named.length === 0 ? 0 : Math.min(...named.map(({ priority }) => priority));
}

function place(
  filter: TagFilter,
  tags: readonly Tag[],
): { readonly chain: string | undefined; readonly priority: number } {
  for (const chain of filter.chains) {
    const tag = tags.find(({ name }) => name === chain);
    if (tag) return { chain, priority: tag.priority };
  }
  return { chain: undefined, priority: lowestPriority(filter, tags) };
}

/**
 * The services a filter means, in chains of escalation. There is nothing to escalate without a filter or when it wants
 * exact priorities: then all services are one batch.
 */
export function select<E extends Tagged>(entries: readonly E[], filter: TagFilter | undefined): readonly Chain<E>[] {
  if (filter === undefined) return singleBatch(entries);
  const selected = entries.filter(({ tags }) => matches(filter, tags));
  if (filter.exact) return singleBatch(selected);
  const chains = new Map<string | undefined, Map<number, E[]>>();
  for (const entry of selected) {
    const { chain, priority } = place(filter, entry.tags);
    let batches = chains.get(chain);
    if (batches === undefined) chains.set(chain, (batches = new Map<number, E[]>()));
    const batch = batches.get(priority);
    if (batch === undefined) batches.set(priority, [entry]);
    else batch.push(entry);
  }
  return [...chains].map(([tag, batches]) => ({
    tag,
    batches: [...batches]
      .map(([priority, batch]) => ({ priority, entries: batch }))
      .toSorted((a, b) => a.priority - b.priority),
  }));
}

/** How often the filter wants a service with these tags tried again; undefined leaves it to the service. */
export function retryOf(filter: TagFilter | undefined, tags: readonly Tag[]): number | undefined {
  const retry = filter?.retries.find((part) => carries(tags, part))?.retry;
  return retry === undefined ? undefined : Math.min(retry, MAX_FILTER_RETRY);
}
