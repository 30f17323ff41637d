/**
 * Measures the server against the physical limit: `npm run bench [-- --workloads W1,W2 --rounds 3]`. The yardstick is
 * `bench.mjs` of the directory that APPRISE_YARDSTICK names, or of ../shared/perf; what is given is passed on to it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const yardstick = resolve(root, process.env['APPRISE_YARDSTICK'] ?? '../shared/perf', 'bench.mjs');
if (!existsSync(yardstick)) {
  console.error(`There is no yardstick at ${yardstick}: nothing was measured.`);
  process.exit(1);
}

const server = `exec '${process.execPath}' '${join(root, 'dist/bin/apprise-api.js')}'`;
const workloads = ['--workloads', 'W1,W2,W3,W4,W5,W6,W7,W8,W9,W10,W11', '--rounds', '5'];
const { status } = spawnSync(
  process.execPath,
  [
    yardstick,
    '--limit',
    '1',
    '--server',
    `ours=${server}`,
    ...workloads,
    '--md',
    '--fail-on-errors',
    ...process.argv.slice(2),
  ],
  { cwd: tmpdir(), stdio: 'inherit' },
);
process.exit(status ?? 1);
