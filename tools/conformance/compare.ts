/** Where two JSON values differ first, as a JSON pointer. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** Decides about a pair of values before their structure is looked at; undefined leaves it to the structure. */
export type Matcher = (expected: unknown, got: unknown, path: string) => boolean | undefined;

type Members = Readonly<Record<string, unknown>>;
export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const patterns = new Map<string, RegExp>();

/** The compiled pattern; corpora repeat theirs, so they are kept. */
export function pattern(source: string): RegExp {
  let known = patterns.get(source);
  if (!known) patterns.set(source, (known = new RegExp(source, 's')));
  return known;
}

/** `<volatile>` matches everything, `{ $regex }` the texts it matches. */
const matchesPlaceholder: Matcher = (expected, got) => {
  if (expected === '<volatile>') return true;
  if (isObject(expected) && typeof expected['$regex'] === 'string')
    return typeof got === 'string' && pattern(expected['$regex']).test(got);
  return undefined;
};

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The first difference between what was expected and what we got; a member that is undefined counts as absent. */
export function difference(expected: unknown, got: unknown, matcher?: Matcher, path = ''): Difference | undefined {
  if (Object.is(expected, got)) return undefined;
  const verdict = matcher?.(expected, got, path) ?? matchesPlaceholder(expected, got, path);
  if (verdict === true) return undefined;
  const differs = { path, expected, got };
  if (verdict === false) return differs;
  if (Array.isArray(expected) && Array.isArray(got)) {
    for (let index = 0; index < Math.max(expected.length, got.length); index++) {
      const found = difference(expected[index], got[index], matcher, `${path}/${index}`);
      if (found) return found;
    }
    return undefined;
  }
  if (isObject(expected) && isObject(got)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(got)])) {
      const found = difference(expected[key], got[key], matcher, `${path}/${escapePointer(key)}`);
      if (found) return found;
    }
    return undefined;
  }
  return expected === got ? undefined : differs;
}
