import { UrlError } from './errors.ts';
import { MESSAGE_TYPES, type MessageType } from './message.ts';

function completed<V extends string>(values: readonly V[], start: string): V {
  const found = values.find((value) => value.toLowerCase().startsWith(start.toLowerCase()));
  if (found === undefined) throw new UrlError('invalid-field', { field: 'mapping' });
  return found;
}

/** One of `values` for each type of message: the usual, changed by `:type=value` pairs of a URL that may be cut short. */
export const readTypeMapping = <V extends string>(
  pairs: ReadonlyMap<string, string>,
  usual: Readonly<Record<MessageType, V>>,
  values: readonly V[],
): Readonly<Record<MessageType, V>> => ({
  ...usual,
  ...Object.fromEntries(
    Array.from(pairs, ([type, value]) => [completed(MESSAGE_TYPES, type), completed(values, value)]),
  ),
});
