import { expect, test } from 'vitest';
import type { BlinkRequest } from '../../src/service/protocols.ts';
import { sendBlink, type Hid } from '../../src/transport/desktop/blink1.ts';
import { failureOf } from '../support/failures.ts';

const request = (rest: Partial<BlinkRequest> = {}): BlinkRequest => ({
  protocol: 'blink1',
  serial: undefined,
  color: [1, 2, 3],
  fadeMilliseconds: 20,
  milliseconds: 30,
  led: 2,
  ...rest,
});

/** Two lights, and what is done to them; `failsAt`: the report that is no longer taken. */
class Lights implements Hid {
  readonly asked: unknown[] = [];
  readonly done: unknown[] = [];
  readonly #failsAt: number;

  constructor(failsAt = Infinity) {
    this.#failsAt = failsAt;
  }

  async devicesAsync(vendor: number, product: number) {
    this.asked.push([vendor, product]);
    return ['A1', 'B2'].map((serialNumber) => ({ serialNumber, path: `/dev/${serialNumber}` }));
  }

  readonly HIDAsync = {
    open: async (path: string) => {
      let reports = 0;
      this.done.push(path);
      return {
        sendFeatureReport: async (report: number[]) => {
          if (++reports === this.#failsAt) throw new Error('could not send feature report to device');
          this.done.push(report);
          return report.length;
        },
        close: async () => {
          this.done.push('closed');
          if (reports >= this.#failsAt) throw new Error('device has been closed');
        },
      };
    },
  };
}

const ON = [1, 99, 1, 2, 3, 0, 2, 2, 0];
const OFF = [1, 99, 0, 0, 0, 0, 0, 2, 0];

test.each([
  ['the first light', undefined, '/dev/A1'],
  ['a certain light', 'B2', '/dev/B2'],
])('%s, for a while', async (_, serial, path) => {
  const lights = new Lights();
  const started = performance.now();
  expect(await sendBlink(request({ serial }), undefined, async () => lights)).toMatchObject({ ok: true });
  expect(performance.now() - started).toBeGreaterThan(45);
  expect(lights.asked).toEqual([[0x27b8, 0x01ed]]);
  expect(lights.done).toEqual([path, ON, OFF, 'closed']);
});

test('a long fade', async () => {
  const lights = new Lights();
  const long = request({ fadeMilliseconds: 10_000, milliseconds: 300_000 });
  const failure = await failureOf(sendBlink(long, Date.now() + 50, async () => lights));
  expect(failure).toMatchObject({ code: 'timed-out' });
  expect(lights.done).toEqual(['/dev/A1', [1, 99, 1, 2, 3, 3, 232, 2, 0], OFF, 'closed']);
});

test('a light that is not there, and one that goes away', async () => {
  const lights = new Lights(2);
  expect(await failureOf(sendBlink(request({ serial: 'C3' }), undefined, async () => lights))).toMatchObject({
    code: 'unreachable',
    message: 'There is no such blink(1) on this machine',
  });
  expect(await failureOf(sendBlink(request(), undefined, async () => lights))).toMatchObject({
    code: 'unreachable',
    message: 'The blink(1) cannot be reached (could not send feature report to device)',
  });
  expect(lights.done).toEqual(['/dev/A1', ON, 'closed']);
});

test('a machine that cannot reach lights', async () => {
  const missing = Promise.reject<Hid>(new Error("Cannot find package 'node-hid'"));
  expect(await failureOf(sendBlink(request(), undefined, () => missing))).toMatchObject({
    code: 'unreachable',
    message: "The blink(1) cannot be reached (Cannot find package 'node-hid')",
  });
  expect((await failureOf(sendBlink(request({ serial: 'no such light' }), undefined))).code).toBe('unreachable');
});
