import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** A run of tests of which some need a server that is nowhere. */
function run(environment: Readonly<Record<string, string>>): {
  readonly status: number | null;
  readonly output: string;
} {
  const words = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/fixtures/absent-server/vitest.config.ts'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: root,
    env: { ...process.env, ...environment, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

test('suites whose server is missing are left out, and named in the end', () => {
  const { status, output } = run({ CI: '' });
  expect(output).toContain('1 passed | 3 skipped');
  expect(output.slice(output.indexOf('Left out'))).toMatch(
    /: suite with a server: needs mosquitto\n.*: one with a server: needs mosquitto\n.*: another with a server: needs mosquitto\n/,
  );
  expect(status).toBe(0);
});

test('where runs must be complete they fail', () => {
  const { status, output } = run({ CI: 'true' });
  expect(output).toContain('cannot be left out: install mosquitto');
  expect(status).toBe(1);
});
