import { difference, isObject, type Matcher } from '../compare.ts';
import { sha256 } from './digest.ts';
import { showMimeText } from './mime.ts';

function matchesLong(expected: Record<string, unknown>, got: unknown): boolean {
  if (typeof got !== 'string') return false;
  const points = Array.from(got);
  const { chars, sha256: digest, head, tail } = expected;
  return (
    points.length === chars &&
    (digest === '<volatile>' || digest === sha256(got)) &&
    difference(head, points.slice(0, 100).join('')) === undefined &&
    difference(tail, points.slice(-100).join('')) === undefined
  );
}

/** `{ $members }` stands for an object whose names are partly random: compared in order. */
function matchesMembers(members: unknown, got: unknown, path: string): boolean {
  return isObject(got) && difference(members, Object.entries(got), wireMatcher, path) === undefined;
}

/** Understands the stand-ins of recorded requests for long texts and partly random objects. */
export const wireMatcher: Matcher = (expected, got, path) => {
  if (!isObject(expected)) return undefined;
  if (isObject(expected['$long'])) return matchesLong(expected['$long'], got);
  if (isObject(expected['$mime']))
    return typeof got === 'string' && difference(expected['$mime'], showMimeText(got), wireMatcher, path) === undefined;
  if (Array.isArray(expected['$members'])) return matchesMembers(expected['$members'], got, path);
  return undefined;
};

/** The recorded value with the exact values of a frozen clock put in. */
export function atClock<T>(send: T, exact: Readonly<Record<string, unknown>> | undefined): T {
  if (!exact) return send;
  const copy = structuredClone(send);
  for (const [pointer, value] of Object.entries(exact)) {
    const keys = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop()!;
    const parent = keys.reduce<unknown>((place, key) => (place as Record<string, unknown> | undefined)?.[key], copy);
    // What was handed to encryption is recorded too, but not looked at.
    if (isObject(parent) || Array.isArray(parent)) (parent as Record<string, unknown>)[last] = value;
  }
  return copy;
}

/** The requests we made in the order of the recorded ones they equal, where the recorded order depends on chance. */
export function inRecordedOrder(recorded: readonly unknown[], got: readonly unknown[]): unknown[] {
  const left = Array.from(got);
  const found = recorded.map((request) => {
    const index = left.findIndex((candidate) => difference(request, candidate, wireMatcher) === undefined);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  });
  return [...found, ...left];
}
