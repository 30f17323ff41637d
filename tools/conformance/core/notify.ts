import { dispatchChains } from '../../../src/engine/dispatch.ts';
import { retryOf, select } from '../../../src/engine/select.ts';
import { defaultAsset } from '../../../src/service/asset.ts';
import { defineService, type AnyDefinition } from '../../../src/service/define.ts';
import { MESSAGE_TYPES } from '../../../src/service/message.ts';
import { readOptions, type CommonOptions } from '../../../src/service/options.ts';
import { overlay } from '../../../src/service/overlay.ts';
import { parseFilter, parseTags, type Tag } from '../../../src/service/tags.ts';
import type { PythonValue } from '../../../src/text/python.ts';
import { Skip, type Row } from './judge.ts';

interface Stub {
  readonly tags?: readonly string[];
  /** What each attempt returns; the last one repeats. */
  readonly outcomes?: readonly unknown[];
  readonly retry?: PythonValue;
  readonly wait?: PythonValue;
  readonly optional?: PythonValue;
  readonly async?: boolean;
}

interface Input {
  readonly services: readonly Stub[];
  readonly call: Readonly<Record<string, unknown>>;
  readonly asset?: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly index: number;
  readonly tags: readonly Tag[];
  readonly options: CommonOptions;
  readonly inTurn: boolean;
  readonly outcomes: readonly unknown[];
}

const definition: AnyDefinition = defineService({
  id: 'stub',
  name: 'Stub',
  category: 'webhook',
  schemes: { plain: ['stub'] },
  url: '',
  fields: {},
});

function entryOf(stub: Stub, index: number, { asset = {} }: Input): Entry {
  const { retry, wait, optional, tags = [], outcomes = [true], async: parallel = asset['async_mode'] !== false } = stub;
  const given = Object.entries({ retry, wait, optional }).filter(([, value]) => value !== undefined);
  const raw = overlay(definition, new Map(given as [string, PythonValue][]));
  const options = readOptions(definition, raw, {
    ...defaultAsset,
    defaultRetry: (asset['default_service_retry'] as number | undefined) ?? defaultAsset.defaultRetry,
    defaultWaitSeconds: (asset['default_service_wait'] as number | undefined) ?? defaultAsset.defaultWaitSeconds,
  });
  return { index, tags: parseTags(tags), options, inTurn: !parallel, outcomes };
}

/** Whether Python takes the value for true. */
const isTrue = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

type Content = { readonly valid: boolean; readonly empty: boolean };

/** What is to be sent; skips what a typed caller cannot say. */
function contentOf(call: Input['call']): Content {
  const { body = 'body', title = 'title', notify_type: type = 'info' } = call;
  if (![body, title].every((text) => typeof text === 'string' || text === null || text === 0))
    throw new Skip('a message of another type than text');
  if ('attach' in call || 'interpret_escapes' in call) throw new Skip('judged with attachments and messages');
  const isKnown = typeof type === 'string' && MESSAGE_TYPES.some((known) => known === type.toLowerCase());
  return { valid: isKnown && Boolean(body || title), empty: !body };
}

interface Outcome {
  readonly order: readonly number[];
  readonly sleeps: readonly number[];
  readonly batches?: unknown;
}

const isParallel = ({ services, asset = {} }: Input): boolean =>
  services.every(({ async: parallel = asset['async_mode'] !== false }) => parallel);

/** Side by side the order of attempts means nothing; what was handed out together shows in the chains. */
const comparable = <O extends Outcome>(outcome: O, input: Input): Omit<O, 'batches'> => {
  const { batches: _, order, sleeps, ...rest } = outcome;
  return { ...rest, order: isParallel(input) ? [] : order, sleeps: sleeps.toSorted((a, b) => a - b) } as Omit<
    O,
    'batches'
  >;
};

export const prepare = (row: Row<Input>): Row<Input> =>
  row.kind === 'dispatch' ? { ...row, out: comparable(row.out as Outcome, row.in) } : row;

export async function judge({ kind, in: input }: Row<Input>): Promise<unknown> {
  if (kind !== 'dispatch') throw new Skip('a message of another type than text');
  const content = contentOf(input.call);
  const attempts = input.services.map(() => 0);
  const order: number[] = [];
  const sleeps: number[] = [];
  const entries = input.services.map((stub, index) => entryOf(stub, index, input));
  if (entries.length === 0 || !content.valid)
    return { result: false, attempts, order, sleeps, async_result: false, async_attempts: attempts };
  const { tag, match_always: always = true } = input.call;
  const filter = parseFilter(tag, { always: always as boolean });
  const chains = select(entries, filter);
  const result = await dispatchChains(chains, {
    attempt: async ({ index, outcomes }) => {
      if (content.empty) return { delivered: false };
      order.push(index);
      const outcome = outcomes[Math.min(attempts[index]!++, outcomes.length - 1)];
      if (outcome === 'raise' || outcome === 'raise_type') throw new Error('scripted');
      return { delivered: isTrue(outcome) };
    },
    policy: ({ options }) => options,
    retry: ({ tags }) => retryOf(filter, tags),
    inTurn: (entry) => entry.inTurn,
    sleep: async (seconds) => {
      sleeps.push(seconds);
    },
    now: () => 0,
    abortOnFailure: input.asset?.['abort_on_chain_failure'] === true,
  });
  return comparable(
    {
      result: result ?? null,
      attempts,
      order,
      sleeps,
      ...(chains.length > 0 &&
        !filter?.exact && {
          chains: Object.fromEntries(
            chains.map(({ tag: name = '', batches }) => [
              name,
              Object.fromEntries(batches.map((batch) => [batch.priority, batch.entries.map(({ index }) => index)])),
            ]),
          ),
        }),
      async_result: result ?? null,
      async_attempts: attempts,
    },
    input,
  );
}
