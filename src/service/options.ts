import { parseBoolean } from '../text/boolean.ts';
import { FORMATS, type Format } from '../text/format.ts';
import { formatFloat, parseFloatText, parseIntegerText } from '../text/numbers.ts';
import { OVERFLOW_MODES, type OverflowMode } from '../text/overflow.ts';
import { findTimeZone } from '../text/timezones.ts';
import type { Asset } from './asset.ts';
import type { AnyDefinition, Raw } from './define.ts';
import { UrlError } from './errors.ts';

export const MAX_RETRY = 10;
export const MAX_WAIT_SECONDS = 20;
export const DEFAULT_TIMEOUT_SECONDS = 4;

/** The options that every service understands. */
export interface CommonOptions {
  readonly format: Format;
  readonly overflow: OverflowMode;
  readonly timeZone: string | undefined;
  readonly store: boolean;
  /** Further attempts after a failed one. */
  readonly retry: number;
  readonly waitSeconds: number;
  /** A failure of this service does not fail the notification. */
  readonly optional: boolean;
  readonly readTimeoutSeconds: number;
  readonly connectTimeoutSeconds: number;
  /** Whether certificates are checked. */
  readonly verify: boolean;
  readonly redirect: boolean;
  /** Undefined: as the asset says. */
  readonly emojis: boolean | undefined;
}

const has = (values: readonly string[], value: string): boolean => values.includes(value.toLowerCase());

/** The raw common options of a URL's query; what is no known format or overflow mode is ignored. */
export function rawOptions(query: ReadonlyMap<string, string>): Raw {
  const raw: Raw = {};
  for (const name of ['verify', 'redirect', 'rto', 'cto', 'tz', 'store', 'emojis', 'optional']) {
    const value = query.get(name);
    if (value !== undefined) raw[name] = value;
  }
  for (const name of ['retry', 'wait']) {
    const value = query.get(name);
    if (value) raw[name] = value;
  }
  for (const [name, values] of [
    ['format', FORMATS],
    ['overflow', OVERFLOW_MODES],
  ] as const) {
    const value = query.get(name);
    if (value !== undefined && has(values, value)) raw[name] = value.toLowerCase();
  }
  return raw;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : String(value));
const flag = (value: unknown, fallback: boolean): boolean =>
  value === undefined || value === null ? fallback : typeof value === 'boolean' ? value : parseBoolean(text(value));

function choice<V extends string>(raw: Raw, name: string, values: readonly V[], fallback: V): V {
  const value = raw[name];
  if (value === undefined) return fallback;
  const found = typeof value === 'string' ? values.find((known) => known === value.toLowerCase()) : undefined;
  if (found === undefined) throw new UrlError('invalid-field', { field: name });
  return found;
}

/** A number of the raw settings within its bounds, or the fallback if it is none. */
function bounded(value: unknown, parse: (text: string) => number | undefined, max: number, fallback: number): number {
  const number = value === undefined || value === null ? undefined : parse(text(value));
  return Math.min(number === undefined || !Number.isFinite(number) || number < 0 ? fallback : number, max);
}

const seconds = (value: unknown, fallback: number): number =>
  (value === undefined || value === null || value === '' ? undefined : parseFloatText(text(value))) ?? fallback;

function timeZone(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const zone = typeof value === 'string' ? findTimeZone(value) : undefined;
  if (zone === undefined) throw new UrlError('invalid-field', { field: 'tz' });
  return zone;
}

/** The common options of raw settings; throws UrlError where the reference refuses the service. */
export function readOptions(definition: AnyDefinition, raw: Raw, asset: Asset): CommonOptions {
  const { connectTimeoutSeconds = DEFAULT_TIMEOUT_SECONDS, readTimeoutSeconds = DEFAULT_TIMEOUT_SECONDS } =
    definition.defaults ?? {};
  const emojis = raw['emojis'];
  return {
    format: choice(raw, 'format', FORMATS, definition.format ?? 'text'),
    overflow: choice(raw, 'overflow', OVERFLOW_MODES, 'upstream'),
    timeZone: timeZone(raw['tz']),
    store: flag(raw['store'], true),
    retry: bounded(raw['retry'], parseIntegerText, MAX_RETRY, asset.defaultRetry),
    waitSeconds: bounded(raw['wait'], parseFloatText, MAX_WAIT_SECONDS, asset.defaultWaitSeconds),
    optional: flag(raw['optional'], false),
    readTimeoutSeconds: seconds(raw['rto'], readTimeoutSeconds),
    connectTimeoutSeconds: seconds(raw['cto'], connectTimeoutSeconds),
    verify: flag(raw['verify'], true),
    redirect: flag(raw['redirect'], asset.followRedirects),
    emojis: emojis === undefined ? undefined : flag(emojis, false),
  };
}

/** A flag as a URL writes it. */
export const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** The common options as a URL writes them, those at their silent default left out. */
export function writeOptions(
  options: CommonOptions,
  asset: Asset,
  { defaults }: AnyDefinition,
): [name: string, value: string][] {
  const { connectTimeoutSeconds } = options;
  // The reference keeps a service's own default as a whole number.
  const isOwnDefault = connectTimeoutSeconds === defaults?.connectTimeoutSeconds;
  return [
    ['format', options.format],
    ['overflow', options.overflow],
    ...(options.timeZone !== undefined && options.timeZone !== 'UTC'
      ? [['tz', options.timeZone] as [string, string]]
      : []),
    ...(options.store ? [] : [['store', 'no'] as [string, string]]),
    ['retry', String(options.retry)],
    ['wait', formatFloat(options.waitSeconds)],
    ['optional', yesNo(options.optional)],
    ...(options.readTimeoutSeconds === DEFAULT_TIMEOUT_SECONDS
      ? []
      : [['rto', formatFloat(options.readTimeoutSeconds)] as [string, string]]),
    ...(connectTimeoutSeconds === DEFAULT_TIMEOUT_SECONDS
      ? []
      : [
          ['cto', isOwnDefault ? String(connectTimeoutSeconds) : formatFloat(connectTimeoutSeconds)] as [
            string,
            string,
          ],
        ]),
    ...(options.verify ? [] : [['verify', 'no'] as [string, string]]),
    ...(options.redirect === asset.followRedirects ? [] : [['redirect', yesNo(options.redirect)] as [string, string]]),
  ];
}

type Entry = Record<string, unknown>;

/** What `details` says of the common options. */
export function commonDetails({ format = 'text', defaults }: AnyDefinition): Entry {
  const entry = (map_to: string, name: string, type: string, extra: Entry): Entry => ({
    name,
    type,
    ...extra,
    map_to,
    required: false,
    private: false,
  });
  return {
    verify: entry('verify', 'Verify SSL', 'bool', { default: true }),
    redirect: entry('redirect', 'Follow Redirects', 'bool', { default: true }),
    rto: entry('rto', 'Socket Read Timeout', 'float', {
      default: defaults?.readTimeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    }),
    cto: entry('cto', 'Socket Connect Timeout', 'float', {
      default: defaults?.connectTimeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    }),
    overflow: entry('overflow', 'Overflow Mode', 'choice:string', { values: OVERFLOW_MODES, default: 'upstream' }),
    format: entry('format', 'Notify Format', 'choice:string', { values: FORMATS, default: format }),
    emojis: entry('emojis', 'Interpret Emojis', 'bool', { default: false }),
    store: entry('store', 'Persistent Storage', 'bool', { default: true }),
    tz: entry('tz', 'Timezone', 'string', { default: null }),
    retry: entry('retry', 'Service Retry', 'int', { min: 0, max: MAX_RETRY, default: 0 }),
    wait: entry('wait', 'Inter-Retry Wait', 'float', { min: 0, max: MAX_WAIT_SECONDS, default: 0 }),
    optional: entry('optional', 'Optional Service', 'bool', { default: false }),
  };
}
