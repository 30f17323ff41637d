import { join, resolve } from 'node:path';
import type { ProxySettings } from '../transport/http/proxy.ts';
import { findTimeZone } from '../text/timezones.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';

type StatefulMode = 'hash' | 'simple' | 'disabled';
type StorageMode = 'auto' | 'flush' | 'memory';
export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Address {
  readonly host: string;
  /** Leave IPv4 to others. */
  readonly ipv6Only: boolean;
}

/** Everything an operator can decide, checked: no value in it can make the server fail. */
export interface Settings {
  readonly port: number;
  /** Where to listen: the first address that the machine has. */
  readonly addresses: readonly Address[];
  readonly configDirectory: string;
  readonly attachDirectory: string;
  /** Undefined keeps sessions in memory. */
  readonly storageDirectory: string | undefined;
  readonly pluginPaths: readonly string[];

  readonly statefulMode: StatefulMode;
  readonly configLock: boolean;
  readonly admin: boolean;
  readonly apiOnly: boolean;
  readonly defaultKey: string;
  readonly defaultTheme: Theme;

  /** The URLs of a stateless notification that names none. */
  readonly statelessUrls: string;
  readonly statelessStorage: boolean;
  readonly storageMode: StorageMode;
  readonly identityLength: number;
  readonly storagePruneDays: number;

  /** Of one attachment; 0 switches attachments off. */
  readonly maxAttachmentBytes: number;
  /** 0 is any number. */
  readonly maxAttachments: number;
  readonly attachRejectUrls: string;
  readonly attachAllowUrls: string;
  /** Of a payload without its files. */
  readonly maxPayloadBytes: number;
  readonly maxConfigCharacters: number;

  readonly webhookUrl: string | undefined;
  readonly maxMappingDepth: number;
  readonly maxRecursion: number;
  readonly denyServices: readonly string[];
  /** Undefined allows every service that is not denied. */
  readonly allowServices: readonly string[] | undefined;
  readonly interpretEmojis: boolean | undefined;
  readonly followRedirects: boolean;

  /** Empty, or a path that starts and does not end with a slash. */
  readonly basePath: string;
  readonly secretKey: string;
  readonly allowedHosts: readonly string[];
  /** Give no answer to requests for what does not exist. */
  readonly strictMode: boolean;
  readonly logLevel: LogLevel;
  readonly timeZone: string;
  /** How long a request may take to arrive. */
  readonly requestTimeoutSeconds: number;
  /** How targets are reached. */
  readonly proxies: ProxySettings;
  /** Where the session of a desktop is; undefined: where it usually is. */
  readonly sessionBusAddress: string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_DENY = 'windows, dbus, gnome, macosx, syslog';
const DEFAULT_SECRET_KEY = '+reua88v8rs4j!bcfdtinb-f0edxazf!$x_q1g7jtgckxd7gi=';
const MEGABYTE = 1024 * 1024;
const KEY = /^[\w-]{1,128}$/;

/** Whether a text switches something on: only its first character counts. */
export const isTrue = (text: string): boolean => /^[ay1te+]/i.test(text);

const words = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Reads variables by name; what is empty or makes no sense is reported and its default taken. */
class Reader {
  readonly #environment: Environment;
  readonly #warn: (line: string) => void;

  constructor(environment: Environment, warn: (line: string) => void) {
    this.#environment = environment;
    this.#warn = warn;
  }

  /** The text of a variable, for those where empty means something. */
  text<D extends string | undefined>(name: string, fallback: D): string | D {
    return this.#environment[name]?.trim() ?? fallback;
  }

  /** What `read` makes of the text of a variable; undefined makes no sense of it. */
  read<V>(name: string, fallback: V, read: (text: string) => V | undefined): V {
    const text = this.#environment[name]?.trim();
    if (text === undefined) return fallback;
    const value = text === '' ? undefined : read(text);
    if (value !== undefined) return value;
    this.#warn(`${name} ${text === '' ? 'is empty' : 'has no valid value'}: the default is used`);
    return fallback;
  }

  filled(name: string, fallback: string, isValid: (text: string) => boolean = () => true): string {
    return this.read(name, fallback, (text) => (isValid(text) ? text : undefined));
  }

  flag<D extends boolean | undefined>(name: string, fallback: D): boolean | D {
    return this.read<boolean | D>(name, fallback, isTrue);
  }

  integer(name: string, fallback: number, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): number {
    return this.read(name, fallback, (text) => {
      const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    });
  }

  choice<V extends string>(name: string, fallback: V, values: readonly V[]): V {
    return this.read(name, fallback, (text) => values.find((value) => value.toLowerCase() === text.toLowerCase()));
  }
}

function addressesOf(reader: Reader): readonly Address[] {
  const ipv4 = { host: '0.0.0.0', ipv6Only: false };
  if (reader.flag('IPV4_ONLY', false)) return [ipv4];
  const ipv6Only = reader.flag('IPV6_ONLY', false);
  return [{ host: '::', ipv6Only }, ...(ipv6Only ? [] : [ipv4])];
}

function basePathOf(reader: Reader): string {
  const name = reader.text('APPRISE_BASE_URL', '') === '' ? 'BASE_URL' : 'APPRISE_BASE_URL';
  const path = reader
    .filled(name, '/', (text) => /^[\w.~/-]+$/.test(text))
    .split('/')
    .filter(Boolean);
  return path.map((segment) => `/${segment}`).join('');
}

/** The settings that variables stand for; `warn` gets one line for each that cannot be used. */
export function readSettings(environment: Environment, warn: (line: string) => void = () => {}): Settings {
  const reader = new Reader(environment, warn);
  const configDirectory = resolve(reader.filled('APPRISE_CONFIG_DIR', join('var', 'config')));
  const storage = reader.text('APPRISE_STORAGE_DIR', join(configDirectory, 'store'));
  const maxPayloadBytes = reader.integer('APPRISE_UPLOAD_MAX_MEMORY_SIZE', 3, { min: 1, max: 1024 }) * MEGABYTE;
  const mode = reader.filled('APPRISE_STATEFUL_MODE', 'hash').toLowerCase();
  const allowed = words(reader.text('APPRISE_ALLOW_SERVICES', '').toLowerCase());
  return {
    port: reader.integer('PORT', reader.integer('HTTP_PORT', 8000, { max: 65_535 }), { max: 65_535 }),
    addresses: addressesOf(reader),
    configDirectory,
    attachDirectory: resolve(reader.filled('APPRISE_ATTACH_DIR', join('var', 'attach'))),
    storageDirectory: storage === '' ? undefined : resolve(storage),
    pluginPaths: reader
      .text('APPRISE_PLUGIN_PATHS', '')
      .split(',')
      .map((path) => path.trim())
      .filter(Boolean),

    statefulMode: mode === 'hash' || mode === 'simple' ? mode : 'disabled',
    configLock: reader.flag('APPRISE_CONFIG_LOCK', false),
    admin: reader.flag('APPRISE_ADMIN', false),
    apiOnly: reader.flag('APPRISE_API_ONLY', false),
    defaultKey: reader.filled('APPRISE_DEFAULT_CONFIG_ID', 'apprise', (text) => KEY.test(text)),
    defaultTheme: reader.choice('APPRISE_DEFAULT_THEME', 'light', THEMES),

    statelessUrls: reader.text('APPRISE_STATELESS_URLS', ''),
    statelessStorage: reader.flag('APPRISE_STATELESS_STORAGE', false),
    storageMode: reader.choice('APPRISE_STORAGE_MODE', 'auto', ['auto', 'flush', 'memory']),
    identityLength: reader.integer('APPRISE_STORAGE_UID_LENGTH', 8, { max: 64 }),
    storagePruneDays: reader.integer('APPRISE_STORAGE_PRUNE_DAYS', 30),

    maxAttachmentBytes: reader.integer('APPRISE_ATTACH_SIZE', 200, { max: 1_000_000 }) * MEGABYTE,
    maxAttachments: reader.integer('APPRISE_MAX_ATTACHMENTS', 6),
    attachRejectUrls: reader.text('APPRISE_ATTACH_REJECT_URL', '127.0.* localhost*'),
    attachAllowUrls: reader.text('APPRISE_ATTACH_ALLOW_URL', '*'),
    maxPayloadBytes,
    maxConfigCharacters: Math.min(reader.integer('APPRISE_CONFIG_MAX_LENGTH', 512, { min: 1 }) * 1024, maxPayloadBytes),

    webhookUrl: reader.text('APPRISE_WEBHOOK_URL', '') || undefined,
    maxMappingDepth: reader.integer('APPRISE_WEBHOOK_MAPPING_MAX_DEPTH', 5),
    maxRecursion: reader.integer('APPRISE_RECURSION_MAX', 1),
    denyServices: words(reader.text('APPRISE_DENY_SERVICES', DEFAULT_DENY).toLowerCase()),
    allowServices: allowed.length > 0 ? allowed : undefined,
    interpretEmojis: reader.flag('APPRISE_INTERPRET_EMOJIS', undefined),
    followRedirects: reader.flag('APPRISE_HTTP_REDIRECTS', true),

    basePath: basePathOf(reader),
    secretKey: environment['SECRET_KEY'] || reader.filled('SECRET_KEY', DEFAULT_SECRET_KEY),
    allowedHosts: words(reader.filled('ALLOWED_HOSTS', '*').toLowerCase()),
    strictMode: reader.flag('STRICT_MODE', false),
    logLevel: reader.choice('LOG_LEVEL', reader.flag('DEBUG', false) ? 'DEBUG' : 'INFO', LOG_LEVELS),
    timeZone: reader.read('TZ', 'UTC', findTimeZone),
    requestTimeoutSeconds: reader.integer('APPRISE_WORKER_TIMEOUT', 300, { min: 1, max: 86_400 }),
    proxies: {
      http: environment['http_proxy'] ?? environment['HTTP_PROXY'],
      https: environment['https_proxy'] ?? environment['HTTPS_PROXY'],
      all: environment['all_proxy'] ?? environment['ALL_PROXY'],
      no: environment['no_proxy'] ?? environment['NO_PROXY'],
    },
    sessionBusAddress: environment['DBUS_SESSION_BUS_ADDRESS'] || undefined,
  };
}

/** The settings of this process; its clock goes by their time zone from then on. */
export function processSettings(warn: (line: string) => void): Settings {
  const settings = readSettings(process.env, warn);
  process.env['TZ'] = settings.timeZone;
  return settings;
}
