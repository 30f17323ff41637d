import { isPlural } from '../service/fields.ts';
import type { Service } from '../service/load.ts';
import { shapeOf } from '../service/shape.ts';
import { maskOf, textsOf, writtenValues } from '../service/write.ts';
import { quote } from '../text/url.ts';

const MAX_CHARACTERS = 1000;
/** Anything shorter is found in every other word. */
const MIN_SECRET_CHARACTERS = 4;

/** The secrets of a service as they may stand in a text, the longest first; recipients are none: reasons name them. */
export function secretsOf(service: Service): readonly string[] {
  const { definition, settings } = service;
  const values = writtenValues(service);
  const texts = Array.from(shapeOf(definition).byKey.values()).flatMap(({ name, field }) => {
    const value = values[name];
    if (maskOf(field) === undefined || isPlural(field)) return [];
    return value instanceof Map ? Array.from(value.values(), String) : textsOf(field, value, settings.secure);
  });
  const { user, password } = settings as { readonly user?: unknown; readonly password?: unknown };
  const login = Buffer.from(`${String(user)}:${String(password)}`).toString('base64');
  return [...new Set([login, ...texts.flatMap((text) => [text, quote(text, ''), quote(text)])])]
    .filter((text) => text.length >= MIN_SECRET_CHARACTERS)
    .toSorted((one, other) => other.length - one.length);
}

/** A reason for a failure, which may be whatever a server says, fit for a log: short, and without these secrets. */
export function shownReason(reason: unknown, secrets: readonly string[]): string {
  const text = typeof reason === 'string' ? reason : (JSON.stringify(reason) ?? '');
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '****'), text).slice(0, MAX_CHARACTERS);
}
