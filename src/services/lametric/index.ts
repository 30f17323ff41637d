import { defineService, field, http, UrlError } from '../../service/index.ts';
import { isHostname, isIpAddress } from '../../text/hosts.ts';
import { parseIntegerText } from '../../text/numbers.ts';
import { splitPath } from '../../text/url.ts';
import { findSound } from './sounds.ts';

const CLOUD = 'https://developer.lametric.com/api/v1/dev/widget/update';
const PORT = 8080;
const DEFAULT_USER = 'dev';
const LIFETIME_MILLISECONDS = 120000;

const NATIVE =
  /^https?:\/\/[^/]+\/api\/v\d+\/dev\/widget\/update\/com\.lametric\.([\w.-]{1,64})(\/[1-9]\d*)?\/?(\?.+)?$/i;
const APP_ID = /^(?:com\.lametric\.)?([0-9a-z.-]{1,64})(?:\/([1-9]\d*))?/i;
const APP_TOKEN = /^[A-Z0-9]{80,}==$/i;

/** https://developer.lametric.com/icons */
const ICONS = { info: 'i620', success: 'i9182', warning: 'i9183', failure: 'i9184' } as const;

/** The name of a sound; an unknown one is none. */
const readSound = (text: string): string => findSound(text)?.names[0] ?? '';
/** An icon by number or name, as in `#230`. */
const readIcon = (text: string): string => text.toLowerCase().replace(/^[#\s]+(?=.)/, '');

/** https://lametric-documentation.readthedocs.io/en/latest/reference-docs/device-notifications.html */
export default defineService({
  id: 'lametric',
  name: 'LaMetric',
  category: 'home',
  homepage: 'https://lametric.com',
  schemes: { plain: ['lametric'], secure: ['lametrics'] },
  limits: { title: 0 },
  throttleSeconds: 0.2,

  url: [
    '{app_token}@{app_id}',
    '{app_token}@{app_id}/{app_ver}',
    '{apikey}@{host}',
    '{user}:{apikey}@{host}',
    '{apikey}@{host}:{port}',
    '{user}:{apikey}@{host}:{port}',
  ],
  verifyHost: false,
  fields: {
    apikey: field.secret('Device API Key', { aliases: ['apikey'] }),
    app_id: field.secret('App ID', { aliases: ['app_id'], undocumented: ['app'] }),
    app_ver: field.text('App Version', { aliases: ['app_ver'], pattern: /^[1-9][0-9]*$/, default: '1' }),
    app_token: field.text('App Access Token', {
      aliases: ['app_token'],
      undocumented: ['token'],
      pattern: APP_TOKEN,
      mask: 'ends',
    }),
    host: field.text('Hostname'),
    port: field.port({ default: PORT }),
    user: field.text('Username', { verbatim: true }),
    mode: field.choice('Mode', ['cloud', 'device'], { default: 'device' }),
    icon: field.text('Custom Icon', { late: true, read: readIcon }),
    priority: field.choice('Priority', ['info', 'warning', 'critical'], {
      default: 'info',
      lenient: true,
      late: true,
      written: 'changed',
    }),
    icon_type: field.choice('Icon Type', ['info', 'alert', 'none'], {
      default: 'none',
      lenient: true,
      late: true,
      written: 'changed',
    }),
    cycles: field.integer('Cycles', { min: 0, default: 1, lenient: true, late: true, written: 'changed' }),
    sound: field.text('Sound', { late: true, read: readSound }),
  },
  native(url) {
    const [whole, id, version = '', query = ''] = NATIVE.exec(url) ?? [];
    return whole && `lametric://${id}${version}/${query}`;
  },
  read(raw, { path = '', query }) {
    const { host } = raw;
    const credential = raw['password'] || raw['user'];
    const user = raw['password'] ? raw['user'] : undefined;
    const [app_ver] = splitPath(path);
    const isHost = typeof host === 'string' && (isHostname(host) || isIpAddress(host));
    const namesApp =
      app_ver !== undefined || ['app', 'app_id', 'app_ver', 'token', 'app_token'].some((name) => query.get(name));
    const isKey = typeof credential === 'string' && credential !== '' && !APP_TOKEN.test(credential);
    const mode = query.get('mode')?.trim().toLowerCase() || (isHost && isKey && !namesApp ? 'device' : 'cloud');
    return mode === 'device'
      ? { ...raw, mode, user, apikey: credential, app_id: undefined, app_token: undefined, app_ver: undefined }
      : { ...raw, mode, user: undefined, apikey: undefined, app_id: host, app_token: credential, app_ver };
  },
  resolve: (settings, raw) => {
    const { mode, apikey, app_id: app = '', app_token: token } = settings;
    if (mode === 'device') {
      if (!apikey) throw new UrlError('missing-field', { field: 'apikey' });
      const cycles = Math.abs(parseIntegerText(String(raw['cycles'])) ?? settings.cycles) || 1;
      return { ...settings, cycles };
    }
    const [, app_id, version = settings.app_ver] = APP_ID.exec(app) ?? [];
    if (!app_id || !token) throw new UrlError('missing-field', { field: app_id ? 'app_token' : 'app_id' });
    return { ...settings, app_id, app_ver: raw['app_ver'] ? settings.app_ver : version, secure: false };
  },
  canonical: ({ mode }) =>
    mode === 'cloud' ? '{app_token}@{app_id}/{app_ver}/' : '[{user}:]{apikey}@{host}[:{port}]/',
  // The cloud knows icons alone.
  write: ({ mode }) =>
    mode === 'cloud' ? { priority: undefined, icon_type: undefined, cycles: undefined, sound: undefined } : {},
  identity: ({ mode, secure, user, apikey, host, port, app_token, app_id, app_ver }) =>
    mode === 'cloud'
      ? ['lametric', app_token, app_id, app_ver]
      : [secure ? 'lametrics' : 'lametric', user, apikey, host, secure && port === PORT ? 443 : port],

  accept: [200, 201],
  requests: (settings, { body: text, type }) => {
    const { mode, apikey, user, host = '', app_id, app_ver, app_token, priority, icon_type, cycles } = settings;
    const { icon = ICONS[type] } = settings;
    const headers = { Accept: 'application/json', 'Cache-Control': 'no-cache' };
    if (mode === 'cloud')
      return http.post(`${CLOUD}/com.lametric.${app_id}/${app_ver}`, {
        headers: { ...headers, 'X-Access-Token': app_token },
        json: { frames: [{ icon, text, index: 0 }] },
      });
    const sound = settings.sound ? findSound(settings.sound) : undefined;
    return http.post(`${http.origin({ ...settings, host })}/api/v2/device/notifications`, {
      auth: http.basic(user || DEFAULT_USER, apikey),
      headers,
      json: {
        priority,
        icon_type,
        lifetime: LIFETIME_MILLISECONDS,
        model: {
          cycles,
          frames: [{ icon, text }],
          sound: sound && { category: sound.category, id: sound.names[0], repeat: 1 },
        },
      },
    });
  },
});
