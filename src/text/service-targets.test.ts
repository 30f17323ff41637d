import { expect, test } from 'vitest';
import { parseServiceTarget, splitServiceTargets } from './service-targets.ts';

test('reads domain, service and targets', () => {
  expect(parseServiceTarget('light.turn_on:b,a')).toEqual({ domain: 'light', service: 'turn_on', targets: ['a', 'b'] });
  expect(parseServiceTarget('phone')).toEqual({ domain: 'notify', service: 'phone', targets: [] });
  expect(parseServiceTarget(':x')).toBeUndefined();
});

test('splits a list and keeps the targets with their service', () => {
  expect(splitServiceTargets('a:t1,t2,t3 d.b:t, c')).toEqual(['a:t1,t2,t3', 'd.b:t', 'c']);
  expect(splitServiceTargets('!')).toEqual(['!']);
});
