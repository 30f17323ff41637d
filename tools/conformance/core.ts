import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isObject, type Matcher } from './compare.ts';
import { withContext, type JudgeModule, type Row } from './core/judge.ts';
import { readRows, Tally, type CorpusResult, type RunOptions } from './runner.ts';

/** Where the reference lets an exception escape, ours must fail too; of which class it is does not matter. */
const failsAlike: Matcher = (expected, got) =>
  isObject(expected) && isObject(got) && typeof expected['raises'] === 'string' && typeof got['raises'] === 'string'
    ? true
    : undefined;

async function runFile(name: string, rows: readonly Row[], { dir, departures }: RunOptions): Promise<Tally> {
  const tally = new Tally(`core/${name}`, departures);
  const file = new URL(`core/${name}.ts`, import.meta.url);
  if (!existsSync(file)) {
    for (const { id, out } of rows) tally.fail(id, { path: '', expected: out, got: `no judge for ${name}` });
    return tally;
  }
  const { judge, prepare = (row) => row } = (await import(file.href)) as JudgeModule;
  for (const row of rows) {
    if (row.unstable) tally.skip('the reference gives one of several results');
    else await withContext(dir, (context) => tally.judge(prepare(row), () => judge(row, context), failsAlike));
  }
  return tally;
}

/** Runs the rows of `core/*.jsonl`, each file by the judge of the same name. */
export async function run(options: RunOptions): Promise<CorpusResult> {
  const tallies: Tally[] = [];
  for (const file of globSync(join(options.dir, 'core', `${options.file ?? '*'}.jsonl`)).toSorted())
    tallies.push(await runFile(basename(file, '.jsonl'), readRows<Row>(file), options));
  return { corpus: 'core', tallies };
}
