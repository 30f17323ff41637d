import { trim } from './whitespace.ts';

const INTEGER = /^[+-]?\d+(?:_\d+)*$/;
const FLOAT = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;

/** The whole number a text stands for, as Python reads it: blanks around it and `_` between digits are allowed. */
export function parseIntegerText(text: string): number | undefined {
  const digits = trim(text);
  return INTEGER.test(digits) ? Number(digits.replaceAll('_', '')) : undefined;
}

/** The number a text stands for, as Python reads it: also `inf`, `nan` and exponents. */
export function parseFloatText(text: string): number | undefined {
  const digits = trim(text);
  if (FLOAT.test(digits)) return Number(digits.replaceAll('_', ''));
  const special = SPECIAL.exec(digits);
  if (!special) return undefined;
  if (special[2]?.toLowerCase() === 'nan') return Number.NaN;
  return special[1] === '-' ? -Infinity : Infinity;
}

/** A number as Python writes floats: `1.0`, `0.5`, `1e-07`, `inf`. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa = '', exponentText] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16)
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}
