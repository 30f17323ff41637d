import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definitions } from '../../src/services/index.ts';
import { Tally, type CorpusResult, type RunOptions } from './runner.ts';

const START = 'exec ./node_modules/.bin/node dist/bin/apprise-api.js';

/** What the black-box runner writes. */
interface Report {
  readonly passed: number;
  readonly skipped: number;
  readonly improved: readonly string[];
  readonly failures: readonly { id: string; step: number; title: string; diff: readonly string[] }[];
}

async function report(dir: string, file: string | undefined): Promise<Report> {
  const directory = mkdtempSync(join(tmpdir(), 'conformance-api-'));
  const reportFile = join(directory, 'report.json');
  const scenarios = join(dir, 'api', 'scenarios', file === undefined ? '' : `${file}.json`);
  try {
    const runner = spawn(
      process.execPath,
      [join(dir, 'api', 'run.mjs'), '--scenarios', scenarios, '--start', START, '--report-file', reportFile],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await once(runner, 'exit');
    return JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const names: ReadonlySet<string> = new Set(definitions.map(({ name }) => name));

/** Whether a catalogue lacks nothing but services that there are not yet. */
function isAboutAbsentServices(difference: string): boolean {
  const missing = /^body schemas: \d+ of \d+ missing: (\[.*\])$/.exec(difference)?.[1];
  return missing !== undefined && (JSON.parse(missing) as string[]).every((name) => !names.has(name));
}

/** Runs the black-box scenarios against the built server; their runner starts it and knows its accepted improvements. */
export async function run({ dir, file, departures }: RunOptions): Promise<CorpusResult> {
  const { passed, skipped, improved, failures } = await report(dir, file);
  const tally = new Tally(file === undefined ? 'api' : `api/${file}`, departures);
  tally.passed = passed;
  for (const { id, step, title, diff } of failures) {
    if (diff.every(isAboutAbsentServices)) {
      tally.skip('services that are not in');
      continue;
    }
    const row = { id: `${id} #${step}`, scenario: id, step, title, out: { diff: [] } };
    tally.check(row, { diff: [...diff] });
  }
  for (const name of improved) tally.departed.set(name, (tally.departed.get(name) ?? 0) + 1);
  if (skipped) tally.skipped.set('needs a profile that is not run here', skipped);
  return { corpus: 'api', tallies: [tally] };
}
