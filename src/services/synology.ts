import { defineService, field, HOST_TEMPLATE, hostFields, http } from '../service/index.ts';
import { splitPath } from '../text/url.ts';

/** https://kb.synology.com/en-global/DSM/help/Chat/chat_integration */
export default defineService({
  id: 'synology',
  name: 'Synology Chat',
  category: 'chat',
  homepage: 'https://www.synology.com/',
  setup: 'https://appriseit.com/services/synology_chat/',
  schemes: { plain: ['synology'], secure: ['synologys'] },
  limits: { title: 0 },

  url: `${HOST_TEMPLATE}/{token}`,
  canonical: `${HOST_TEMPLATE}/{token}{fullpath}`,
  fields: {
    ...hostFields,
    port: field.port({ bare: true }),
    token: field.secret('Token', { required: true, aliases: ['token'] }),
    fullpath: field.path(),
    file_url: field.text('Upload'),
    headers: field.map('HTTP Header', '+', { mask: 'all' }),
  },
  identity: ['user', 'password', 'host', 'port', 'token', 'fullpath'],
  read(raw, { path = '', query }) {
    const entries = splitPath(path);
    const token = query.get('token') || entries.shift();
    return { ...raw, token, fullpath: `/${entries.map((entry) => `${entry}/`).join('')}` };
  },

  accept: '2xx',
  requests: (settings, { body }) => {
    const { user, password, token, fullpath, file_url, headers } = settings;
    return http.post(`${http.origin(settings)}${fullpath}webapi/entry.cgi`, {
      ...(user && { auth: http.basic(user, password) }),
      query: { api: 'SYNO.Chat.External', method: 'incoming', version: 2, token },
      headers: { Accept: '*/*', ...Object.fromEntries(headers) },
      form: { payload: JSON.stringify({ text: body, file_url }) },
    });
  },
});
