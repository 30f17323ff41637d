import { defineService, field, http } from '../service/index.ts';
import { PRIORITY_NAMES } from '../service/priorities.ts';
import { joinPath, splitPath } from '../text/url.ts';

/** Words for priorities, and the ten steps that Gotify's own clients show. */
const PRIORITIES = {
  l: 0,
  m: 3,
  n: 5,
  h: 8,
  e: 10,
  0: 0,
  1: 0,
  2: 0,
  3: 3,
  4: 3,
  5: 5,
  6: 5,
  7: 5,
  8: 8,
  9: 8,
  10: 10,
};

/** https://gotify.net/api-docs */
export default defineService({
  id: 'gotify',
  name: 'Gotify',
  category: 'push',
  homepage: 'https://github.com/gotify/server',
  schemes: { plain: ['gotify'], secure: ['gotifys'] },
  throttleSeconds: 0,

  url: ['{host}[:{port}]/{token}', '{host}[:{port}]{path}{token}'],
  canonical: '{host}[:{port}]{path}{token}/',
  fields: {
    token: field.secret('Token', { required: true }),
    host: field.host(),
    fullpath: field.path({ key: 'path', default: '/', unpublished: false }),
    port: field.port(),
    priority: field.choice('Priority', [0, 3, 5, 8, 10], {
      default: 5,
      lenient: true,
      match: 'start',
      names: PRIORITY_NAMES,
      synonyms: PRIORITIES,
    }),
  },
  // Gotify has no credentials, but its identity has places for them.
  identity: ['user', 'password', 'host', 'port', 'fullpath'],
  read(raw, { path = '' }) {
    const entries = splitPath(path);
    const token = entries.pop();
    return { ...raw, token, fullpath: joinPath(entries) };
  },

  requests: (settings, { title, body, format }) =>
    http.post(`${http.origin(settings)}${settings.fullpath}message`, {
      headers: { 'X-Gotify-Key': settings.token },
      json: {
        priority: settings.priority,
        title,
        message: body,
        extras: format === 'markdown' ? { 'client::display': { contentType: 'text/markdown' } } : undefined,
      },
    }),
});
