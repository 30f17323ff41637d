import { expect, it } from 'vitest';
import { Distribution, formatFamily, Tally } from './prometheus.ts';

it('formats counters with their labels', () => {
  const tally = new Tally();
  tally.add('json delivered');
  tally.add('json delivered');
  tally.add('x"y failed', 3);
  const family = {
    name: 'd_total',
    help: 'Help.',
    type: 'counter',
    samples: tally.samples(['service', 'outcome']),
  } as const;
  expect(formatFamily(family)).toBe(
    '# HELP d_total Help.\n# TYPE d_total counter\n' +
      'd_total{service="json",outcome="delivered"} 2\nd_total{service="x\\"y",outcome="failed"} 3\n',
  );
});

it('formats histograms with running counts', () => {
  const first = new Distribution([1, 2]);
  const second = new Distribution([1, 2]);
  for (const value of [0.5, 1, 1.5]) first.observe(value);
  second.observe(5);
  const samples = [[{}, Distribution.sum([1, 2], [first, second])]] as const;
  expect(formatFamily({ name: 's', help: 'Help.', type: 'histogram', samples })).toBe(
    '# HELP s Help.\n# TYPE s histogram\n' +
      's_bucket{le="1"} 2\ns_bucket{le="2"} 3\ns_bucket{le="+Inf"} 4\ns_sum 8\ns_count 4\n',
  );
});
