import { readFileSync } from 'node:fs';
import { difference, type Difference, type Matcher } from './compare.ts';
import type { Departures } from './departures.ts';

/** What a corpus is run with. */
export interface RunOptions {
  /** The folder of recorded rows. */
  readonly dir: string;
  /** Only this file of the corpus, by its name without extension. */
  readonly file: string | undefined;
  readonly departures: Departures;
}

/** Everything that ran of one corpus: a tally for each of its files. */
export interface CorpusResult {
  readonly corpus: string;
  readonly tallies: readonly Tally[];
}

/** A recorded row: the expectation is in `out`, everything else is input. */
export interface CheckedRow {
  readonly id: string;
  readonly out?: unknown;
}

export interface Failure extends Difference {
  readonly id: string;
}

/** Thrown where a row cannot be judged; the reason is counted. */
export class Skip extends Error {}

/** The rows of one recorded file. */
export const readRows = <Row>(file: string): Row[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

/** What came of the rows of one file: passed, passed as a departure, skipped for a reason, or failed. */
export class Tally {
  /** As in `core/url` or `wire/discord`. */
  readonly name: string;
  readonly departed = new Map<string, number>();
  readonly skipped = new Map<string, number>();
  readonly failures: Failure[] = [];
  passed = 0;
  failed = 0;
  readonly #departures: Departures;

  constructor(name: string, departures: Departures) {
    this.name = name;
    this.#departures = departures;
  }

  /** Counts a row: what we got must equal its `out`, or that `out` as changed by the departures that hold for it. */
  check(row: CheckedRow, got: unknown, matcher?: Matcher): void {
    const found = difference(row.out, got, matcher);
    if (!found) {
      this.passed++;
      return;
    }
    const { row: patched, entries } = this.#departures.patched(this.name, row);
    const remaining = entries.length ? difference(patched.out, got, matcher) : found;
    if (remaining) {
      this.fail(row.id, remaining);
      return;
    }
    this.passed++;
    this.#departures.use(entries);
    for (const { id } of entries) this.departed.set(id, (this.departed.get(id) ?? 0) + 1);
  }

  /** Judges a row with `work`, which returns what we got; its errors fail the row, `Skip` skips it. */
  async judge(row: CheckedRow, work: () => unknown, matcher?: Matcher): Promise<void> {
    let got: unknown;
    try {
      got = await work();
    } catch (error) {
      if (error instanceof Skip) this.skip(error.message);
      else this.fail(row.id, { path: '', expected: row.out, got: error });
      return;
    }
    this.check(row, got, matcher);
  }

  skip(reason: string): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  fail(id: string, { path, expected, got }: Difference): void {
    this.failed++;
    this.failures.push({ id, path, expected, got });
  }
}
