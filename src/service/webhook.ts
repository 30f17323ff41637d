import { field, HOST_TEMPLATE, hostFields } from './fields.ts';

const METHODS = ['POST', 'GET', 'DELETE', 'PUT', 'HEAD', 'PATCH', 'UPDATE', 'OPTIONS'] as const;

/** The fields of the services that call a web address of the user's own: json, xml and form. */
export const webhookFields = {
  ...hostFields,
  fullpath: field.path(),
  method: field.choice('Fetch Method', METHODS, { default: 'POST' }),
  headers: field.map('HTTP Header', '+', { mask: 'all' }),
  params: field.map('GET Params', '-', { mask: 'all' }),
  payload: field.map('Payload Extras', ':', { mask: 'all' }),
} as const;

/** How their URLs are published and written. */
export const webhookUrl = { url: HOST_TEMPLATE, canonical: `${HOST_TEMPLATE}{fullpath}` } as const;

/** What tells one web address from another. */
export const webhookIdentity = ['user', 'password', 'host', 'port', 'fullpath'] as const;

/**
 * The members of a payload with the user's own: an extra of a member's name renames it (or removes it, when empty), any
 * other name adds a member.
 */
export function withExtras<V>(
  payload: Readonly<Record<string, V>>,
  extras: ReadonlyMap<string, string>,
): [string, V | string][] {
  const members = Object.entries(payload).flatMap(([name, value]): [string, V | string][] => {
    const shown = extras.get(name) ?? name;
    return shown === '' ? [] : [[shown, value]];
  });
  return [...members, ...[...extras].filter(([name]) => !Object.hasOwn(payload, name))];
}
