import { defineService, field, hostFields, HOST_TEMPLATE, http } from '../service/index.ts';
import { parseIntegerText } from '../text/numbers.ts';

const KINDS = { info: 'info', success: 'info', warning: 'warning', failure: 'error' } as const;
const XBMC_PORT = 8080;

/** https://kodi.wiki/view/JSON-RPC_API/v13#GUI.ShowNotification */
export default defineService({
  id: 'kodi',
  name: 'Kodi/XBMC',
  category: 'home',
  homepage: 'http://kodi.tv/',
  schemes: { plain: ['kodi', 'xbmc'], secure: ['kodis', 'xbmcs'] },
  keepsScheme: true,
  limits: { lines: 2 },
  throttleSeconds: 0,
  imageSize: '128x128',

  url: ['{host}[:{port}]', '{user}:{password}@{host}[:{port}]'],
  canonical: `${HOST_TEMPLATE}/`,
  fields: {
    ...hostFields,
    port: field.port({ standard: [XBMC_PORT, 443] }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
    duration: field.integer('Duration', { default: 12, min: 1, lenient: true }),
  },
  identity: ['user', 'password', 'host', 'port'],
  read: (raw, { scheme, port = scheme.startsWith('xbmc') ? XBMC_PORT : undefined }) => ({ ...raw, port }),

  resolve: (settings, raw) => {
    const duration = Math.abs(parseIntegerText(String(raw['duration'])) ?? settings.duration);
    return { ...settings, duration };
  },

  requests: (settings, { title, body, type }, context) => {
    const { scheme, user, password, include_image, duration } = settings;
    const image = include_image ? context.image(type) : undefined;
    return http.post(`${http.origin(settings)}/jsonrpc`, {
      ...(user && { auth: http.basic(user, password) }),
      json: {
        jsonrpc: '2.0',
        method: 'GUI.ShowNotification',
        params: { title, message: body, displaytime: duration * 1000, image },
        id: 1,
        type: image !== undefined && scheme.startsWith('kodi') ? KINDS[type] : undefined,
      },
    });
  },
});
