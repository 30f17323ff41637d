import { defineService, field, hostFields, http } from '../service/index.ts';

/** https://github.com/Pushjet/Pushjet-Server-Api */
export default defineService({
  id: 'pjet',
  name: 'Pushjet',
  category: 'push',
  setup: 'https://appriseit.com/services/pushjet/',
  schemes: { plain: ['pjet'], secure: ['pjets'] },
  throttleSeconds: 0,

  url: [
    '{host}:{port}/{secret_key}',
    '{host}/{secret_key}',
    '{user}:{password}@{host}:{port}/{secret_key}',
    '{user}:{password}@{host}/{secret_key}',
  ],
  canonical: '[{user}:{password}@]{host}[:{port}]/{secret_key}/',
  fields: {
    ...hostFields,
    port: field.port({ bare: true }),
    secret_key: field.secret('Secret Key', { required: true, aliases: ['secret'], mask: 'all' }),
  },
  identity: ['user', 'password', 'host', 'port', 'secret_key'],

  requests: (settings, { title, body }) => {
    const { user, password, secret_key } = settings;
    return http.post(`${http.origin(settings)}/message/`, {
      ...(user && { auth: http.basic(user, password) }),
      query: { secret: secret_key },
      headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
      json: { message: body, title, link: null, level: null },
    });
  },
});
