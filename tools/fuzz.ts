/**
 * Sends random requests to a server of its own and tells of statuses from 500 on, exits and files left behind:
 * `npm run fuzz -- [--requests 10000] [--seed 1]`.
 */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz/run.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const { statuses, problems } = await fuzz({ requests: Number(values.requests), seed: Number(values.seed) });
for (const [status, count] of [...statuses].toSorted(([a], [b]) => a - b))
  process.stdout.write(`${status === 0 ? 'no answer' : status}: ${count}\n`);
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.stdout.write(`${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
