import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Megabytes of the space for young objects after a time in which many objects lived for a while. */
const grown = (before: string): number =>
  Number(
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { getHeapSpaceStatistics } from 'node:v8';
        ${before}
        let alive = [];
        for (let turn = 0; turn < 600; turn++) {
          for (let i = 0; i < 5000; i++) alive.push({ i, list: [i] });
          if (alive.length > 40_000) alive = alive.slice(20_000);
          await new Promise(setImmediate);
        }
        console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 1e6);`,
      ],
      { cwd: import.meta.dirname },
    ).toString(),
  );

test('young objects get no more than they need', () => {
  const bounded = `import { boundYoungGeneration } from './young-generation.ts'; boundYoungGeneration();`;
  expect(grown(bounded)).toBeLessThan(40);
  expect(grown('')).toBeGreaterThan(40);
});
