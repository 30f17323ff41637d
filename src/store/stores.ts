import { PersistentStore, type SessionStore, type StoreOptions } from './persistent.ts';

/** How many namespaces stay in memory; one that is forgotten is read from disk when it is needed again. */
const MAX_OPEN = 1000;

/** All sessions below one directory: everybody who asks for a namespace shares one object. */
export class Stores {
  readonly #options: StoreOptions;
  /** In the order of their last use. */
  readonly #open = new Map<string, PersistentStore>();

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  open(namespace: string): SessionStore {
    const store = this.#open.get(namespace) ?? new PersistentStore(namespace, this.#options);
    this.#open.delete(namespace);
    this.#open.set(namespace, store);
    if (this.#open.size > MAX_OPEN) this.#forgetOldest();
    return store;
  }

  /** Writes everything that changed; false if the disk refused some of it. */
  async flush(): Promise<boolean> {
    const written = await Promise.all([...this.#open.values()].map((store) => store.flush()));
    return written.every(Boolean);
  }

  #forgetOldest(): void {
    const oldest = Iterator.from(this.#open).find(([, store]) => store.isIdle);
    if (oldest) this.#open.delete(oldest[0]);
  }
}
