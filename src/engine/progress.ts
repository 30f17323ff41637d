import type { Service } from '../service/load.ts';
import type { OnProgress, TargetProgress, TargetState } from '../service/progress.ts';
import type { Tag } from '../service/tags.ts';
import { formatUrl } from '../service/write.ts';
import type { Chain } from './select.ts';

interface Selected {
  readonly service: Service;
  readonly tags: readonly Tag[];
}

type Description = Pick<TargetProgress, 'index' | 'service' | 'url' | 'tags' | 'optional'>;

const describe = ({ service, tags }: Selected, index: number): Description => ({
  index,
  service: service.definition.name,
  url: formatUrl(service, { masked: true }),
  tags: tags.map(({ name }) => name),
  optional: service.settings.options.optional,
});

/** Tells how far each service of a notification has come; made only where somebody wants to know. */
export class Progress<E extends Selected> {
  readonly #descriptions = new Map<E, Description>();
  readonly #untried: Set<E>;
  readonly #tell: OnProgress;
  readonly #now: () => number;
  readonly #started: number;
  readonly #mistakes: unknown[] = [];

  constructor(chains: readonly Chain<E>[], tell: OnProgress, now: () => number) {
    const entries = chains.flatMap(({ batches }) => batches.flatMap((batch) => batch.entries));
    this.#untried = new Set(entries);
    this.#tell = tell;
    this.#now = now;
    this.#started = now();
    for (const [index, entry] of entries.entries()) this.#descriptions.set(entry, describe(entry, index));
    for (const entry of entries) this.reach(entry, 0, { state: 'waiting' });
  }

  /** A service has come into a state by its attempt of this number. */
  reach(entry: E, attempt: number, state: TargetState): void {
    if (attempt > 0) this.#untried.delete(entry);
    const elapsedMs = this.#now() - this.#started;
    // A mistake of the listener must not look like a failed attempt, which would be repeated.
    try {
      this.#tell({ ...this.#descriptions.get(entry)!, ...state, attempt, elapsedMs });
    } catch (error) {
      this.#mistakes.push(error);
    }
  }

  /** The services that were not needed come into their last state; throws what the listener threw first. */
  finish(): void {
    for (const entry of this.#untried) this.reach(entry, 0, { state: 'skipped' });
    if (this.#mistakes.length > 0) throw this.#mistakes[0];
  }
}
