import type { Asset } from '../service/asset.ts';
import { parseBoolean } from '../text/boolean.ts';
import type { PythonValue } from '../text/python.ts';
import { findTimeZone } from '../text/timezones.ts';
import { trim } from '../text/whitespace.ts';

/** What the asset section of a configuration changes, for every service and for the notification as a whole. */
export type AssetChanges = Partial<Asset>;

type Names<V> = { [K in keyof AssetChanges]-?: V extends AssetChanges[K] ? K : never }[keyof AssetChanges];

const TEXTS: ReadonlyMap<PythonValue, Names<string>> = new Map([
  ['app_id', 'appId'],
  ['app_desc', 'appDescription'],
  ['app_url', 'appUrl'],
  ['theme', 'theme'],
  ['default_extension', 'imageExtension'],
  ['image_url_mask', 'imageUrlMask'],
  ['image_url_logo', 'imageUrlLogo'],
]);

const SWITCHES: ReadonlyMap<PythonValue, Names<boolean>> = new Map([
  ['async_mode', 'parallel'],
  ['interpret_escapes', 'interpretEscapes'],
  ['abort_on_chain_failure', 'abortOnChainFailure'],
  ['http_redirects', 'followRedirects'],
  ['pgp_autogen', 'generateKeys'],
  ['pem_autogen', 'generateKeys'],
]);

const TIME_ZONES: ReadonlySet<PythonValue> = new Set(['timezone', 'tz']);

/** The time zone of a section; `timezone` counts before `tz`. */
function readTimeZone(section: ReadonlyMap<PythonValue, PythonValue>, report: (message: string) => void): AssetChanges {
  const value = section.has('timezone') ? section.get('timezone') : section.get('tz');
  if (value === undefined || value === null) return {};
  const timeZone = typeof value === 'string' ? findTimeZone(value) : undefined;
  if (timeZone !== undefined) return { timeZone };
  report('the asset names no known time zone');
  return {};
}

const nameOf = (key: PythonValue): string => (typeof key === 'string' && /^\w{1,40}$/.test(key) ? key : 'a setting');

/** Reads the asset section of a configuration. */
export function readAsset(
  section: ReadonlyMap<PythonValue, PythonValue>,
  report: (message: string) => void,
): AssetChanges {
  let changes = readTimeZone(section, report);
  for (const [key, given] of section) {
    if (TIME_ZONES.has(key)) continue;
    const value = given ?? '';
    const text = TEXTS.get(key);
    const flag = SWITCHES.get(key);
    if (text !== undefined && typeof value === 'string') changes = { ...changes, [text]: trim(value) };
    else if (flag !== undefined && (typeof value === 'string' || typeof value === 'boolean'))
      changes = { ...changes, [flag]: typeof value === 'string' ? parseBoolean(value) : value };
    else report(`the asset cannot be changed in ${nameOf(key)}`);
  }
  return changes;
}
