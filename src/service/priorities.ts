import { field } from './fields.ts';

/** Names of five priorities from the lowest to the highest. */
export const PRIORITY_NAMES = ['low', 'moderate', 'normal', 'high', 'emergency'] as const;

/** A priority from -2 to 2 that may be given by name: its first letter decides. */
export const priorityField = field.choice('Priority', [-2, -1, 0, 1, 2], {
  default: 0,
  lenient: true,
  match: 'start',
  names: PRIORITY_NAMES,
  synonyms: { l: -2, m: -1, n: 0, h: 1, e: 2, '-2': -2, '-1': -1, 0: 0, 1: 1, 2: 2 },
});
