import { defineService, field, http } from '../service/index.ts';
import { cut } from '../text/code-points.ts';
import { joinPath, splitPath } from '../text/url.ts';
import { unquote } from '../text/percent.ts';

const LEVELS = { info: 'info', success: 'success', warning: 'warning', failure: 'error' } as const;
const MAX_BADGES = 3;

/** Names and values no longer than the server keeps, in code points. */
const cutTo = (pairs: ReadonlyMap<string, string>, maxName: number, maxValue: number): Map<string, string> =>
  new Map(Array.from(pairs, ([name, value]) => [cut(name, maxName), cut(value, maxValue)]));

/** https://pinglet.co.uk/docs */
export default defineService({
  id: 'pinglet',
  name: 'Pinglet',
  category: 'push',
  homepage: 'https://pinglet.co.uk/',
  schemes: { plain: ['pinglet'], secure: ['pinglets'] },
  limits: { body: 3000 },
  throttleSeconds: 0.5,

  url: [
    '{token}@{host}/{namespace}/{topic}',
    '{token}@{host}:{port}/{namespace}/{topic}',
    '{token}@{host}{path}{namespace}/{topic}',
    '{token}@{host}:{port}{path}{namespace}/{topic}',
  ],
  canonical: '{token}@{host}[:{port}]{path}{namespace}/{topic}/',
  fields: {
    token: field.secret('API Key', { required: true, mask: 'all', aliases: ['token'] }),
    host: field.host(),
    port: field.port(),
    fullpath: field.path({ key: 'path', default: '/', unpublished: false }),
    namespace: field.text('Namespace', { required: true }),
    topic: field.text('Topic', { required: true }),
    priority: field.choice('Priority', ['silent', 'normal', 'urgent'], {
      default: 'normal',
      lenient: true,
      match: 'start',
      synonyms: { s: 'silent', n: 'normal', u: 'urgent' },
    }),
    badges: field.map('Badges', ':', { late: false }),
    data: field.map('Metadata', '+', { late: false }),
  },
  identity: ({ secure, token, host, port, fullpath, namespace, topic }) => [
    secure ? 'pinglets' : 'pinglet',
    token,
    host,
    port || (secure ? 443 : 80),
    fullpath.replace(/\/$/, ''),
    namespace,
    topic,
  ],
  read: (raw, { user = '', path = '' }) => {
    const entries = splitPath(path);
    const [namespace, topic] = entries.slice(-2);
    return {
      ...raw,
      token: unquote(user),
      namespace,
      topic,
      fullpath: joinPath(entries.slice(0, -2)),
    };
  },
  resolve: (settings) => ({
    ...settings,
    badges: cutTo(new Map([...settings.badges].slice(0, MAX_BADGES)), 24, 32),
    data: cutTo(settings.data, 64, 256),
  }),

  requests: (settings, { title, body, type }) => {
    const { token, fullpath, namespace, topic, priority, badges, data } = settings;
    return http.post(
      `${http.origin(settings)}${fullpath}${encodeURIComponent(namespace)}/${encodeURIComponent(topic)}`,
      {
        auth: http.bearer(token),
        json: {
          message: body,
          priority,
          level: LEVELS[type],
          title: title || undefined,
          badges: badges.size > 0 ? Object.fromEntries(badges) : undefined,
          data: data.size > 0 ? Object.fromEntries(data) : undefined,
        },
      },
    );
  },
});
