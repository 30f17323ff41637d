import { expect, test } from 'vitest';
import { fuzz } from '../tools/fuzz/run.ts';

test('no request makes the server fail, exit or leave files behind', async () => {
  const { statuses, problems } = await fuzz({ requests: 3000, seed: 20_261_125 });
  expect(problems).toEqual([]);
  for (const status of [0, 200, 204, 400, 404, 405]) expect(statuses.get(status)).toBeGreaterThan(10);
}, 60_000);
