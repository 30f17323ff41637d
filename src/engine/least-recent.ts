/** Keeps what was asked for last; what was not asked for the longest makes room. */
export class LeastRecent<K, V> {
  readonly #values = new Map<K, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  peek(key: K): V | undefined {
    return this.#values.get(key);
  }

  set(key: K, value: V): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#limit) this.#values.delete(this.#values.keys().next().value!);
  }

  /** The value that is kept, or else what `make` makes, which is kept from then on. */
  get(key: K, make: () => V): V {
    const value = this.#values.get(key) ?? make();
    this.set(key, value);
    return value;
  }

  delete(key: K): void {
    this.#values.delete(key);
  }
}
