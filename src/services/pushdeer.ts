import { defineService, field, http } from '../service/index.ts';
import { splitPath } from '../text/url.ts';

/** https://www.pushdeer.com/dev.html */
const CLOUD = 'api2.pushdeer.com';

export default defineService({
  id: 'pushdeer',
  name: 'PushDeer',
  category: 'push',
  homepage: 'https://www.pushdeer.com/',
  schemes: { plain: ['pushdeer'], secure: ['pushdeers'] },

  url: ['{pushkey}', '{host}/{pushkey}', '{host}:{port}/{pushkey}'],
  canonical: '[{host}[:{port}]/]{pushkey}/',
  fields: {
    host: field.text('Hostname'),
    port: field.port(),
    pushkey: field.secret('Pushkey', { required: true, pattern: /^[a-z0-9]+$/i }),
  },
  identity: ({ secure, pushkey, host, port }) => [secure ? 'pushdeers' : 'pushdeer', pushkey, host, port],
  // A single part is the key, for the vendor's own server.
  read(raw, { path = '' }) {
    const { host, ...rest } = raw;
    const key = splitPath(path).at(-1);
    return key === undefined ? { ...rest, pushkey: host } : { ...raw, pushkey: key };
  },

  requests: ({ secure, host = CLOUD, port = secure ? 443 : 80, pushkey }, { title, body }) =>
    http.post(`${secure ? 'https' : 'http'}://${host}:${port}/message/push`, {
      query: { pushkey },
      headers: { 'User-Agent': undefined },
      form: { text: title || body, type: 'text', desp: title ? body : '' },
    }),
});
