/** Backticks in a row. */
export interface Run {
  readonly start: number;
  readonly length: number;
}

/** Finds runs by their length, each search at or behind the one before it. */
export class RunFinder {
  readonly #starts = new Map<number, number[]>();

  constructor(runs: readonly Run[]) {
    for (const { start, length } of runs.toReversed()) {
      const starts = this.#starts.get(length);
      if (starts) starts.push(start);
      else this.#starts.set(length, [start]);
    }
  }

  /** Where the first run of exactly that length begins that is not before `from`. */
  find(length: number, from: number): number | undefined {
    const starts = this.#starts.get(length) ?? [];
    while ((starts.at(-1) ?? from) < from) starts.pop();
    return starts.at(-1);
  }
}
