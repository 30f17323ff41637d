import { defineService, field, HOST_TEMPLATE, hostFields, http } from '../service/index.ts';

const KINDS = { info: 1, success: 1, warning: 2, failure: 3 } as const;
const FOREVER = -1;

/** https://dream.reichholf.net/e2web/#message */
export default defineService({
  id: 'enigma2',
  name: 'Enigma2',
  category: 'home',
  homepage: 'https://dreambox.de/',
  schemes: { plain: ['enigma2'], secure: ['enigma2s'] },
  limits: { title: 0, body: 1000 },
  throttleSeconds: 0.5,

  url: [HOST_TEMPLATE, `${HOST_TEMPLATE}/{fullpath}`],
  canonical: `${HOST_TEMPLATE}{fullpath}`,
  fields: {
    ...hostFields,
    fullpath: field.path({ unpublished: false }),
    timeout: field.integer('Server Timeout', { default: 13, min: FOREVER, lenient: true }),
    headers: field.map('HTTP Header', '+', { mask: 'all' }),
  },
  read: (raw, { path = '/' }) => ({ ...raw, fullpath: path }),
  resolve: (settings, raw) => ({ ...settings, timeout: Number(raw['timeout']) < FOREVER ? FOREVER : settings.timeout }),
  // The reference begins it with the secure scheme always.
  identity: ({ user, password, host, port, secure, fullpath }) => [
    'enigma2s',
    user,
    password,
    host,
    port || (secure ? 443 : 80),
    fullpath.replace(/\/+$/, ''),
  ],

  failure: (reply) => (reply.json<{ result: unknown }>()?.result ? undefined : 'There was no server acknowledgement.'),
  requests: (settings, { body, type }) => {
    const { user, password, fullpath, timeout, headers } = settings;
    return http.get(`${http.origin(settings)}${fullpath.replace(/\/+$/, '')}/api/message`, {
      ...(user && { auth: http.basic(user, password) }),
      headers: Object.fromEntries(headers),
      query: { text: body, type: KINDS[type], timeout },
    });
  },
});
