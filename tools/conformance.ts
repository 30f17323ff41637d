import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Departures } from './conformance/departures.ts';
import { formatResult } from './conformance/report.ts';
import type { CorpusResult, RunOptions } from './conformance/runner.ts';

const HELP = `usage: npm run conformance -- --dir DIR [options]

  --dir DIR          folder of recorded behaviour
  --only CORPUS      api, core, wire or details; with a file of it: core/url, wire/discord, api/01-routing
  --service ID       the same as --only wire/ID
  --allow-stale      departures that explain no failing row are no error (for a part of the rows)
  --verbose          count each departure
  --all              show every failure, not only the first ones`;

const CORPORA = { core: 'core', details: 'details.json', wire: 'wire', api: 'api' } as const;
type Corpus = keyof typeof CORPORA;
const isCorpus = (name: string): name is Corpus => name in CORPORA;

function usage(problem: string): never {
  process.stderr.write(`${problem}\n\n${HELP}\n`);
  process.exit(2);
}

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    only: { type: 'string' },
    service: { type: 'string' },
    'allow-stale': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
});
const { dir, service, only = service && `wire/${service}`, verbose, all } = values;
if (dir === undefined) usage('--dir is missing');
const [wanted, file] = only?.split('/') ?? [];
if (wanted !== undefined && !isCorpus(wanted)) usage(`unknown corpus ${wanted}`);

const departures = new Departures(join(import.meta.dirname, '..', 'conformance', 'departures'));
const options: RunOptions = { dir, file, departures };
const results: CorpusResult[] = [];
for (const corpus of wanted === undefined ? (Object.keys(CORPORA) as Corpus[]) : [wanted]) {
  if (!existsSync(join(dir, CORPORA[corpus]))) {
    process.stdout.write(`${corpus}: not in ${dir}\n`);
    continue;
  }
  const { run } = (await import(`./conformance/${corpus}.ts`)) as {
    run: (options: RunOptions) => Promise<CorpusResult>;
  };
  const result = await run(options);
  process.stdout.write(`${formatResult(result, { verbose, all })}\n`);
  results.push(result);
}

const tallies = results.flatMap((result) => result.tallies);
const complete = file === undefined ? results.map(({ corpus }) => corpus) : [];
const stale = values['allow-stale'] ? [] : departures.stale([...complete, ...tallies.map(({ name }) => name)]);
for (const name of stale) process.stdout.write(`stale departure, explains no failing row: ${name}\n`);
if (stale.length || !tallies.length || tallies.some(({ failed }) => failed)) process.exitCode = 1;
