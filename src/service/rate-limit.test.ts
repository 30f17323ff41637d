import { expect, test } from 'vitest';
import type { DeliverContext } from './define.ts';
import { http, type Reply } from './http.ts';
import { withinLimit, type RateLimit } from './rate-limit.ts';

const NOW = Date.UTC(2030, 0, 1);
const LIMIT = { remaining: 'Left', reset: 'Reset', marginSeconds: 0.5 };

/** How long each of as many requests as there are replies waited, on a clock that only sleeping moves. */
async function waits(
  replies: readonly Readonly<Record<string, string>>[],
  limit: RateLimit = LIMIT,
): Promise<number[]> {
  let now = NOW;
  const slept: number[] = [];
  const left = [...replies];
  const context: Pick<DeliverContext, 'memory' | 'now' | 'sleep' | 'send'> = {
    memory: new Map(),
    now: () => now,
    async sleep(seconds) {
      slept.push(seconds);
      now += seconds * 1000;
    },
    async send() {
      const headers = left.shift() ?? {};
      return {
        ok: true,
        status: 200,
        text: '',
        bytes: () => new Uint8Array(),
        header: (name) => headers[name],
        json: () => undefined,
      } satisfies Reply;
    },
  };
  // The other members of a context are not used.
  const send = withinLimit(context as DeliverContext, limit);
  while (left.length > 0) await send(http.get('https://door.example'));
  return slept;
}

const inSeconds = (seconds: number): string => String(NOW / 1000 + seconds);

test.each([
  ['requests are left', [{ Left: '1', Reset: inSeconds(30) }, {}], []],
  ['none are left', [{ Left: '0', Reset: inSeconds(30) }, {}], [30.5]],
  ['the time is a date', [{ Left: '0', Reset: new Date(NOW + 30_000).toISOString() }, {}], [30.5]],
  ['the time is over', [{ Left: '0', Reset: inSeconds(-1) }, {}], []],
  ['the time is none', [{ Left: '0', Reset: 'soon' }, {}], []],
  ['a reply says nothing', [{ Left: '0', Reset: inSeconds(30) }, {}, {}], [30.5]],
])('where %s', async (_, replies, expected) => {
  expect(await waits(replies)).toEqual(expected);
});

test('where the time is counted down', async () => {
  expect(await waits([{ Left: '0', Reset: '30000' }, {}], { ...LIMIT, isCountdown: true })).toEqual([30.5]);
});
