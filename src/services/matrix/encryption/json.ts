/** Nothing that is signed is nested as deep as this. */
const MAX_DEPTH = 20;

/** The members of a JSON object that nobody has checked yet. */
export type Members = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object at a path of member names, or an empty one. */
export function recordAt(value: unknown, ...path: readonly string[]): Members {
  const found = path.reduce((parent, name) => (isRecord(parent) ? parent[name] : undefined), value);
  return isRecord(found) ? found : {};
}

/** The one form of a value that is signed; throws on what has none: https://spec.matrix.org/latest/appendices/#canonical-json */
export function formatCanonicalJson(value: unknown, depth = 0): string {
  if (depth > MAX_DEPTH) throw new RangeError('a value is nested too deep');
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('a number is no integer');
  if (Array.isArray(value)) return `[${value.map((item) => formatCanonicalJson(item, depth + 1)).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    // By code point, which is the order of UTF-8; that of JavaScript is another one.
    .toSorted(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    .map(([name, member]) => `${JSON.stringify(name)}:${formatCanonicalJson(member, depth + 1)}`);
  return `{${members.join(',')}}`;
}
