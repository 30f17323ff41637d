import { defineService, field, http } from '../service/index.ts';
import { splitPath } from '../text/url.ts';

const SEVERITIES = { info: 'info', success: 'success', warning: 'warning', failure: 'critical' } as const;

/** https://flowtriq.com */
export default defineService({
  id: 'flowtriq',
  name: 'Flowtriq',
  category: 'incident',
  homepage: 'https://flowtriq.com',
  schemes: { plain: ['flowtriq'], secure: ['flowtriqs'] },
  throttleSeconds: 0,

  url: ['{apikey}@{host}/{path}/', '{apikey}@{host}:{port}/{path}/'],
  canonical: '{apikey}@{host}[:{port}]/{path}/',
  fields: {
    apikey: field.secret('API Key', { required: true }),
    host: field.host(),
    port: field.port(),
    webhook_path: field.text('Webhook Path', { key: 'path', required: true, safe: '/' }),
  },
  identity: ['host', 'port', 'webhook_path'],
  read: (raw, { path = '' }) => ({ ...raw, webhook_path: splitPath(path).join('/') }),

  accept: [200, 201, 202, 204],
  requests: (settings, { title, body, type }) =>
    http.post(`${http.origin(settings)}/${settings.webhook_path}`, {
      headers: { 'X-API-Key': settings.apikey },
      json: { title, body, severity: SEVERITIES[type], type, source: 'apprise' },
    }),
});
