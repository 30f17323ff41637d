import { defineService, field, HOST_TEMPLATE, hostFields, http } from '../service/index.ts';
import type { Recipients } from '../service/fields.ts';
import type { Json } from '../service/http.ts';
import { parseServiceTarget, splitServiceTargets } from '../text/service-targets.ts';
import { PATH_SAFE, quote, splitPath } from '../text/url.ts';

const PLAIN_PORT = 8123;

/** Targets of one action that go in one request. */
const BATCH_SIZE = 10;

/** A token as Home Assistant makes them; where none stands in the path, its last entry is the token. */
const TOKEN = /^(?:[0-9a-f]{8}\.[0-9a-f]{64}|[a-z0-9_-]+\.[a-z0-9_-]+\.[a-z0-9_-]+)$/i;

/** An action as it is written: `domain.service:target,target`. */
function readAction(text: string): string | undefined {
  const action = parseServiceTarget(text);
  return action && [`${action.domain}.${action.service}`, action.targets.join(',')].filter(Boolean).join(':');
}

/** Whether the token can stand in the path: beside actions, it must look like one. */
const isPlaced = ({ accesstoken, targets }: { readonly accesstoken: string; readonly targets: Recipients<'device'> }) =>
  TOKEN.test(accesstoken) || targets.device.length + targets.invalid.length === 0;

const readActions = (text: string): string[] => splitPath(text).flatMap(splitServiceTargets);

/** A path with a slash at either end; empty if it is none. */
function readPrefix(text: string): string {
  const entries = text.split('/').filter(Boolean);
  return entries.length > 0 ? `/${entries.join('/')}/` : '';
}

/** The calls that actions take: the path of each, and whom it is for if it names anyone. */
const callsOf = (actions: readonly string[], batch: boolean): { path: string; target?: readonly string[] }[] =>
  actions.flatMap((text) => {
    const [action = '', names] = text.split(':');
    const path = action.replace('.', '/');
    if (names === undefined) return [{ path }];
    return http.chunk(names.split(','), batch ? BATCH_SIZE : 1).map((target) => ({ path, target }));
  });

/** https://developers.home-assistant.io/docs/api/rest/ */
export default defineService({
  id: 'hassio',
  name: 'HomeAssistant',
  category: 'home',
  homepage: 'https://www.home-assistant.io/',
  setup: 'https://appriseit.com/services/homeassistant/',
  schemes: { plain: ['hassio'], secure: ['hassios'] },

  url: `${HOST_TEMPLATE}/{accesstoken}[/{targets}]`,
  verifyHost: false,
  fields: {
    ...hostFields,
    port: field.port({ bare: true, standard: [PLAIN_PORT, 443] }),
    accesstoken: field.secret('Long-Lived Access Token', {
      required: true,
      aliases: ['token'],
      written: 'set',
      writtenAs: 'token',
    }),
    targets: field.recipients(
      { device: { label: 'Target Device', read: readAction } },
      { keepInvalid: true, split: readActions },
    ),
    batch: field.flag('Batch Mode', { default: false }),
    prefix: field.text('Path Prefix', { read: readPrefix }),
    nid: field.text('Notification ID', { pattern: /^[a-z0-9_-]+$/i }),
  },
  identity: ['user', 'password', 'host', 'port', 'accesstoken'],
  // The actions of a path are called from its end to its beginning.
  read(raw, { path = '', query }) {
    const entries = splitPath(path);
    if (query.get('accesstoken') || query.get('token')) return { ...raw, targets: entries };
    const at = entries.findIndex((entry) => TOKEN.test(entry));
    if (at < 0) return { ...raw, accesstoken: entries.at(-1), targets: [] };
    const targets = [...entries.slice(at + 1).toReversed(), ...entries.slice(0, at).toReversed()];
    return { ...raw, accesstoken: entries[at], targets };
  },
  resolve: (settings) => ({ ...settings, port: settings.port ?? (settings.secure ? undefined : PLAIN_PORT) }),
  canonical: (settings) => `${HOST_TEMPLATE}${isPlaced(settings) ? '/{accesstoken}' : ''}/{targets}`,
  write: (settings) => {
    const { device, invalid } = settings.targets;
    return isPlaced(settings) ? { targets: { device: device.toReversed(), invalid: invalid.toReversed() } } : {};
  },
  count: ({ targets: { device, invalid }, batch }) =>
    device.length + invalid.length === 0 ? 1 : callsOf(device, batch).length,

  requests: (settings, { title, body: message }, context) => {
    const { user, password, accesstoken, prefix = '', nid, batch } = settings;
    const { device, invalid } = settings.targets;
    const base = `${http.origin(settings)}${quote(prefix, PATH_SAFE) || '/'}api/services`;
    const auth = user ? http.basic(user, password) : http.bearer(accesstoken);
    const call = (path: string, json: Readonly<Record<string, Json>>) =>
      http.post(`${base}/${path}`, { auth, json: { title, message, ...json } });
    if (device.length + invalid.length === 0)
      return call('persistent_notification/create', { notification_id: nid ?? context.uuid() });
    const calls = callsOf(device, batch);
    return calls.length === 0 ? [] : http.sequence(...calls.map(({ path, target }) => call(path, { target })));
  },
});
