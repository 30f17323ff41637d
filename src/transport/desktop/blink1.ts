import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryError } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { BlinkRequest } from '../../service/protocols.ts';
import { signalAt } from '../deadline.ts';
import { plainReply } from '../reply.ts';
import { shownReply } from '../socket-errors.ts';

/** Optional, for it is made for the system it runs on; loaded when a light is asked for. */
const HID_PACKAGE = 'node-hid';

const VENDOR = 0x27b8;
const PRODUCT = 0x01ed;
const REPORT = 1;
const FADE_TO_COLOR = 'c'.charCodeAt(0);
const UNIT_MILLISECONDS = 10;

interface Light {
  sendFeatureReport(report: number[]): Promise<number>;
  close(): Promise<void>;
}

/** What is used of the package. */
export interface Hid {
  devicesAsync(
    vendor: number,
    product: number,
  ): Promise<readonly { readonly path?: string | undefined; readonly serialNumber?: string | undefined }[]>;
  readonly HIDAsync: { open(path: string): Promise<Light> };
}

/** What the machine lacks; undefined: it may have a light. */
export function lackOfBlink(): string | undefined {
  try {
    createRequire(import.meta.url).resolve(HID_PACKAGE);
    return undefined;
  } catch {
    return `The package ${HID_PACKAGE} is not installed`;
  }
}

type Color = BlinkRequest['color'];

function reportOf([red, green, blue]: Color, fadeMilliseconds: number, led: number): number[] {
  const time = Math.floor(fadeMilliseconds / UNIT_MILLISECONDS);
  return [REPORT, FADE_TO_COLOR, red, green, blue, time >> 8, time & 255, led, 0];
}

/** What a light is told: to show the colour and, later, to go out. */
export const reportsOf = ({ color, fadeMilliseconds, led }: BlinkRequest): [on: number[], off: number[]] => [
  reportOf(color, fadeMilliseconds, led),
  reportOf([0, 0, 0], 0, led),
];

const loadHid = async (): Promise<Hid> => (await import(HID_PACKAGE)) as Hid;

/** Why the light is not there, or no longer. */
function lightError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const reason = error instanceof Error ? shownReply(error.message) : '';
  return new DeliveryError({ code: 'unreachable', reason: `The blink(1) cannot be reached (${reason})` });
}

async function openLight(serial: string | undefined, hid: Hid): Promise<Light> {
  const lights = await hid.devicesAsync(VENDOR, PRODUCT);
  const light = lights.find(({ serialNumber }) => serial === undefined || serialNumber === serial);
  if (light?.path !== undefined) return hid.HIDAsync.open(light.path);
  throw new DeliveryError({ code: 'unreachable', reason: 'There is no such blink(1) on this machine' });
}

/** Shows a colour for a while; throws DeliveryError where there is no such light, at the latest at the deadline. */
export async function sendBlink(
  request: BlinkRequest,
  deadline: number | undefined,
  load: () => Promise<Hid> = loadHid,
): Promise<Reply> {
  const signal = signalAt(deadline);
  let light: Light | undefined;
  try {
    light = await openLight(request.serial, await load());
    const [on, off] = reportsOf(request);
    await light.sendFeatureReport(on);
    await sleep(request.fadeMilliseconds + request.milliseconds, undefined, { signal }).catch(() => undefined);
    await light.sendFeatureReport(off);
    if (signal.aborted) throw new DeliveryError({ code: 'timed-out', reason: 'The blink(1) went out before its time' });
    return plainReply(0, '');
  } catch (error) {
    throw lightError(error);
  } finally {
    // One that was pulled out cannot be closed.
    await light?.close().catch(() => undefined);
  }
}
