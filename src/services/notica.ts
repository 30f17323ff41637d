import { defineService, field, hostFields, http } from '../service/index.ts';
import { splitPath } from '../text/url.ts';

const NATIVE = /^https?:\/\/notica\.us\/?\??([^&]+)(?:[&\s]*(.+))?$/i;

/** https://github.com/tannercollin/Notica */
export default defineService({
  id: 'notica',
  name: 'Notica',
  category: 'push',
  homepage: 'https://notica.us/',
  schemes: { plain: ['notica'], secure: ['noticas'] },
  limits: { title: 0 },

  url: [
    '{token}',
    '[{user}[:{password}]@]{host}[:{port}]/{token}',
    '{host}{path}/{token}',
    '{host}:{port}/{path}/{token}',
    '{user}@{host}/{path}/{token}',
    '{user}@{host}:{port}{path}/{token}',
    '{user}:{password}@{host}{path}/{token}',
    '{user}:{password}@{host}:{port}/{path}/{token}',
  ],
  canonical: ({ host }) => (host === undefined ? '{token}/' : '[{user}[:{password}]@]{host}[:{port}]{path}{token}/'),
  verifyHost: false,
  fields: {
    ...hostFields,
    host: field.text('Hostname'),
    port: field.port({ bare: true }),
    token: field.secret('Token', { required: true, published: { pattern: ['^\\?*(?P<token>[^/]+)\\s*$', null] } }),
    fullpath: field.path({ key: 'path', default: '/', unpublished: false }),
    headers: field.map('HTTP Header', '+', { mask: 'all' }),
  },
  identity: ({ secure, token, user, password, host, port }) => [
    secure ? 'noticas' : 'notica',
    host === undefined ? 'official' : 'selfhosted',
    token,
    user,
    password,
    host ?? '',
    port,
  ],
  native: (url) => {
    const [whole, token, query] = NATIVE.exec(url) ?? [];
    return whole && `notica://${token}/${query === undefined ? '' : `?${query}`}`;
  },
  // A single part is the token, for the vendor's own server.
  read(raw, { path = '' }) {
    const entries = splitPath(path);
    const token = entries.pop();
    if (token === undefined) return { ...raw, host: undefined, token: raw['host'], '+': new Map() };
    return { ...raw, token, fullpath: `/${entries.map((entry) => `${entry}/`).join('')}` };
  },

  requests: ({ secure, host, port, user, password, token, fullpath, headers }, { body }) => {
    const address =
      host === undefined
        ? `https://notica.us/?${token}`
        : `${http.origin({ secure, host, port })}${fullpath}?token=${token}`;
    return http.post(address, {
      ...(host !== undefined && user && { auth: http.basic(user, password) }),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...Object.fromEntries(headers) },
      text: `d:${body}`,
    });
  },
});
