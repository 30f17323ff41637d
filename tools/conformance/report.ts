import type { CorpusResult, Failure, Tally } from './runner.ts';

const MAX_SHOWN = 20;
const MAX_VALUE_CHARACTERS = 400;

export interface ReportOptions {
  readonly verbose: boolean;
  /** Show every failure instead of the first ones of each file. */
  readonly all: boolean;
}

function show(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message;
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > MAX_VALUE_CHARACTERS ? `${text.slice(0, MAX_VALUE_CHARACTERS)}…` : text;
}

const failureLines = ({ id, path, expected, got }: Failure): string[] => [
  `  ${id} ${path}`,
  `    expected ${show(expected)}`,
  `    got      ${show(got)}`,
];

const sum = (counts: Iterable<number>): number => Iterator.from(counts).reduce((total, count) => total + count, 0);

const countLines = (title: string, counts: ReadonlyMap<string, number>): string[] =>
  [...counts].map(([name, count]) => `  ${title} ${count}: ${name}`);

function tallyLines(tally: Tally, { verbose, all }: ReportOptions): string[] {
  const { name, passed, failed, departed, skipped, failures } = tally;
  const shown = all ? failures : failures.slice(0, MAX_SHOWN);
  const extra = [
    ...(departed.size ? [`${sum(departed.values())} departed`] : []),
    ...(skipped.size ? [`${sum(skipped.values())} skipped`] : []),
  ];
  return [
    `${name}: ${passed} passed, ${failed} failed${extra.length ? ` (${extra.join(', ')})` : ''}`,
    ...countLines('skipped', skipped),
    ...(verbose ? countLines('departed', departed) : []),
    ...shown.flatMap(failureLines),
    ...(shown.length < failures.length ? [`  … and ${failures.length - shown.length} more (--all shows them)`] : []),
  ];
}

/** The outcome of a corpus: a line and the failures of each file, then the line that sums up. */
export function formatResult({ corpus, tallies }: CorpusResult, options: ReportOptions): string {
  const passed = sum(tallies.map((tally) => tally.passed));
  const failed = sum(tallies.map((tally) => tally.failed));
  return [
    ...tallies.flatMap((tally) => tallyLines(tally, options)),
    `${corpus}:`,
    `${passed} passed, ${failed} failed`,
  ].join('\n');
}
