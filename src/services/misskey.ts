import { defineService, field, http } from '../service/index.ts';

/** https://misskey-hub.net/en/docs/for-developers/api/endpoints/notes/create/ */
export default defineService({
  id: 'misskey',
  name: 'Misskey',
  category: 'social',
  homepage: 'https://misskey-hub.net/',
  schemes: { plain: ['misskey'], secure: ['misskeys'] },
  limits: { title: 0, body: 512 },

  url: '{token}@{host}[:{port}]',
  fields: {
    host: field.host(),
    token: field.text('Access Token', { required: true, aliases: ['token'], mask: 'ends' }),
    port: field.port({ bare: true }),
    visibility: field.choice('Visibility', ['public', 'home', 'followers', 'specified'], { default: 'public' }),
  },
  identity: ['token', 'host', 'port'],

  requests: (settings, { body }) => {
    const { token, visibility } = settings;
    return http.post(`${http.origin(settings)}/api/notes/create`, { json: { i: token, text: body, visibility } });
  },
});
