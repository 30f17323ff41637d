type Labels = Readonly<Record<string, string>>;

/** Values of one name, told apart by their labels. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly (readonly [labels: Labels, value: number | Distribution])[];
}

/** Counts by a text of one or more words. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(words: string, amount = 1): void {
    this.#counts.set(words, (this.#counts.get(words) ?? 0) + amount);
  }

  /** The counts, with the words as the values of these labels. */
  samples(labels: readonly string[]): (readonly [labels: Labels, value: number])[] {
    return [...this.#counts].map(([text, count]) => {
      const words = text.split(' ');
      return [Object.fromEntries(labels.map((label, index) => [label, words[index]!])), count];
    });
  }
}

/** How often values fell between bounds. */
export class Distribution {
  readonly bounds: readonly number[];
  /** By bound, those of the bounds before not included. */
  readonly counts: number[];
  count = 0;
  total = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.count += 1;
    this.total += value;
    let index = 0;
    while (index < this.bounds.length && value > this.bounds[index]!) index += 1;
    if (index < this.bounds.length) this.counts[index]! += 1;
  }

  static sum(bounds: readonly number[], parts: readonly Distribution[]): Distribution {
    const sum = new Distribution(bounds);
    for (const { counts, count, total } of parts) {
      for (const [index, part] of counts.entries()) sum.counts[index]! += part;
      sum.count += count;
      sum.total += total;
    }
    return sum;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': String.raw`\"`, '\n': String.raw`\n` };

function formatSample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(
    ([label, text]) => `${label}="${text.replaceAll(/[\\"\n]/g, (character) => ESCAPES[character]!)}"`,
  );
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
}

function formatDistribution(name: string, labels: Labels, { bounds, counts, count, total }: Distribution): string {
  let running = 0;
  const buckets = bounds.map((bound, index) => {
    running += counts[index]!;
    return formatSample(`${name}_bucket`, { ...labels, le: String(bound) }, running);
  });
  return [
    ...buckets,
    formatSample(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
    formatSample(`${name}_sum`, labels, total),
    formatSample(`${name}_count`, labels, count),
  ].join('');
}

/** A family in the Prometheus text format, version 0.0.4. */
export function formatFamily({ name, help, type, samples }: Family): string {
  const lines = samples.map(([labels, value]) =>
    typeof value === 'number' ? formatSample(name, labels, value) : formatDistribution(name, labels, value),
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
