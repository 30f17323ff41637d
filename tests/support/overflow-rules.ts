import type { OverflowRules } from '../../src/text/overflow.ts';

/** Rules under which nothing short is cut. */
export const ROOMY_RULES: OverflowRules = {
  titleLength: 250,
  bodyLength: 1_000_000,
  bodyLines: 0,
  buffer: 0,
  amalgamateTitle: false,
  displayTitleOnce: undefined,
  displayCountThreshold: 130,
  maxDisplayCountWidth: 12,
  format: 'text',
  titleTag: 'b',
};
