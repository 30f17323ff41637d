import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Runs the black-box scenarios against the built server; their runner starts it and knows its accepted improvements. */
export async function run({ dir, file, departures }: RunOptions): Promise<CorpusResult> {
  const { passed, skipped, improved, failures } = await report(dir, file);
  const tally = new Tally(file === undefined ? 'api' : `api/${file}`, departures);
  tally.passed = passed;
  for (const { id, step, title, diff } of failures)
    tally.fail(`${id} #${step}`, { path: title, expected: 'the scenario', got: diff });
  for (const name of improved) tally.departed.set(name, (tally.departed.get(name) ?? 0) + 1);
  if (skipped) tally.skipped.set('needs a profile that is not run here', skipped);
  return { corpus: 'api', tallies: [tally] };
}
