import { describe, expect, test } from 'vitest';
import { dispatchChains, type Dispatch, type RetryPolicy } from './dispatch.ts';

interface Stub extends Partial<RetryPolicy> {
  readonly name: string;
  /** What the attempts come to, the last one again and again; a number is a wish to be left alone for so long. */
  readonly outcomes: readonly (boolean | number)[];
}

const stub = (name: string, outcomes: Stub['outcomes'], policy: Partial<RetryPolicy> = {}): Stub => ({
  name,
  outcomes,
  ...policy,
});

/** Runs chains of batches of stubs; `events` tells what happened. */
async function run(chains: readonly (readonly (readonly Stub[])[])[], options: Partial<Dispatch<Stub>> = {}) {
  const events: string[] = [];
  let now = 0;
  const result = await dispatchChains(
    chains.map((batches) => ({ tag: undefined, batches: batches.map((entries, priority) => ({ priority, entries })) })),
    {
      attempt: async ({ name, outcomes }, number) => {
        events.push(name);
        const outcome = outcomes[Math.min(number, outcomes.length) - 1]!;
        if (typeof outcome === 'number') return { delivered: false, retryAfterSeconds: outcome };
        return { delivered: outcome };
      },
      policy: ({ retry = 0, waitSeconds = 0, optional = false }) => ({ retry, waitSeconds, optional }),
      sleep: async (seconds) => {
        now += seconds * 1000;
        events.push(`${seconds}s`);
      },
      now: () => now,
      onRetry: ({ name }, attempt, of) => events.push(`${name} ${attempt}/${of}`),
      onFailed: ({ name }, _, ignored) => events.push(`${name} ${ignored ? 'ignored' : 'failed'}`),
      ...options,
    },
  );
  return { result, events: events.join(' ') };
}

describe('a batch', () => {
  test('tries every service and succeeds when all do', async () => {
    expect(await run([[[stub('a', [false]), stub('b', [true])]]])).toEqual({ result: false, events: 'a b a failed' });
    expect(await run([[[stub('a', [true]), stub('b', [true])]]])).toEqual({ result: true, events: 'a b' });
    expect(await run([])).toEqual({ result: undefined, events: '' });
  });

  test('does not count what is optional', async () => {
    const services = [stub('a', [false], { optional: true }), stub('b', [true])];
    expect(await run([[services]])).toEqual({ result: true, events: 'a b a ignored' });
  });

  test('takes an attempt that throws for a failure', async () => {
    expect((await run([[[stub('a', [true])]]], { attempt: () => Promise.reject(new Error('broken')) })).result).toBe(
      false,
    );
  });

  test('has many services wait until there is room for them', async () => {
    let running = 0;
    let most = 0;
    const attempt = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return { delivered: true };
    };
    const services = Array.from({ length: 1000 }, (_, index) => stub(String(index), [true]));
    expect((await run([[services]], { attempt })).result).toBe(true);
    expect(most).toBe(256);
  });

  test('has services wait for each other that want it', async () => {
    const slow = { retry: 1, waitSeconds: 1 };
    const services = [stub('x', [true]), stub('a', [false, true], slow), stub('b', [true])];
    const { events } = await run([[services]], { inTurn: ({ name }) => name !== 'x' });
    expect(events).toBe('a a 1/1 1s a b x');
  });
});

describe('a service that failed', () => {
  test('is tried again as often as it wants, or as the caller does', async () => {
    const service = stub('a', [false, false, true], { retry: 2, waitSeconds: 3 });
    expect(await run([[[service]]])).toEqual({ result: true, events: 'a a 1/2 3s a a 2/2 3s a' });
    expect(await run([[[service]]], { retry: () => 0 })).toEqual({ result: false, events: 'a a failed' });
  });

  test('is left alone as long as it wants', async () => {
    const service = stub('a', [7, 1, true], { retry: 5, waitSeconds: 2 });
    expect(await run([[[service]]])).toMatchObject({ events: 'a a 1/5 7s a a 2/5 2s a' });
  });

  test('is not tried again past the deadline', async () => {
    const service = stub('a', [false], { retry: 5, waitSeconds: 4 });
    expect(await run([[[service]]], { deadline: 9000 })).toEqual({
      result: false,
      events: 'a a 1/5 4s a a 2/5 4s a a failed',
    });
    expect(await run([[[stub('b', [60], { retry: 1 })]]], { deadline: 9000 })).toEqual({
      result: false,
      events: 'b b failed',
    });
  });
});

describe('chains', () => {
  test('go on until a batch was reached completely', async () => {
    const batches = [[stub('a', [false])], [stub('b', [true])], [stub('c', [true])]];
    expect(await run([batches])).toEqual({ result: true, events: 'a a failed b' });
  });

  test('run side by side, and each must succeed', async () => {
    const failing = [[stub('a', [false])]];
    const escalating = [[stub('b', [false])], [stub('c', [true])]];
    expect(await run([failing, escalating])).toEqual({ result: false, events: 'a b a failed b failed c' });
    expect(await run([failing, escalating], { abortOnFailure: true })).toEqual({
      result: false,
      events: 'a b a failed b failed',
    });
  });
});
