/** The fields of a payload by name, each with all its values: forms may repeat a field, JSON cannot. */
export class Fields {
  readonly #values: Map<string, readonly unknown[]>;

  constructor(values: Iterable<readonly [name: string, values: readonly unknown[]]> = []) {
    this.#values = new Map(values);
  }

  static fromObject(object: object): Fields {
    return new Fields(Object.entries(object).map(([name, value]: [string, unknown]) => [name, [value]]));
  }

  static fromPairs(pairs: Iterable<readonly [name: string, value: string]>): Fields {
    const values = new Map<string, string[]>();
    for (const [name, value] of pairs) {
      const known = values.get(name);
      if (known) known.push(value);
      else values.set(name, [value]);
    }
    return new Fields(values);
  }

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The value of a field: of several, the last. */
  get(name: string): unknown {
    return this.#values.get(name)?.at(-1);
  }

  all(name: string): readonly unknown[] {
    return this.#values.get(name) ?? [];
  }

  /** Gives a field one value in place of all it had. */
  set(name: string, value: unknown): void {
    this.#values.set(name, [value]);
  }

  delete(name: string): void {
    this.#values.delete(name);
  }
}
