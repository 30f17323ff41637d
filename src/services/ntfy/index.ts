import { defineService, DeliveryError, field, http } from '../../service/index.ts';
import type { Attachment } from '../../service/message.ts';
import { isHostname, isIpAddress } from '../../text/hosts.ts';
import { quote, splitPath, unquote } from '../../text/url.ts';
import { headerText, PRIORITIES, readClick } from './texts.ts';

const CLOUD = 'https://ntfy.sh';

/** Addresses of topics on the cloud server. */
const NATIVE = /^(?:http|ntfy)s?:\/\/ntfy\.sh(\/[^?]+)?(\?.+)?$/i;

/** What access tokens begin with: https://docs.ntfy.sh/publish/#access-tokens */
const TOKEN = /^tk_[^ \t]+/i;

/** Bytes of JSON that the server takes; a longer text goes as a file. */
const MAX_JSON_BYTES = 8000;

/** https://docs.ntfy.sh/publish/ */
export default defineService({
  id: 'ntfy',
  name: 'ntfy',
  category: 'push',
  homepage: 'https://ntfy.sh/',
  schemes: { plain: ['ntfy'], secure: ['ntfys'] },
  attachments: 'streamed',
  limits: { title: 200, body: 7800 },
  amalgamateTitle: true,
  imageSize: '256x256',

  url: [
    '{topic}',
    '{host}[:{port}]/{targets}',
    '{user}@{host}[:{port}]/{targets}',
    '{user}:{password}@{host}[:{port}]/{targets}',
    '{token}@{host}[:{port}]/{targets}',
  ],
  verifyHost: false,
  fields: {
    host: field.text('Hostname'),
    port: field.port(),
    user: field.text('Username'),
    password: field.secret('Password', { mask: 'all' }),
    token: field.secret('Token', { aliases: ['token'] }),
    targets: field.recipients(
      { topic: { label: 'Topic', key: 'topic', pattern: /^[a-z0-9_-]{1,64}$/i } },
      { required: 'published', sorted: true },
    ),
    priority: field.choice('Priority', ['max', 'high', 'default', 'low', 'min'], {
      default: 'default',
      lenient: true,
      match: 'start',
      synonyms: PRIORITIES,
    }),
    mode: field.choice('Mode', ['cloud', 'private'], { default: 'private' }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
    auth: field.choice('Authentication Type', ['basic', 'token'], { default: 'basic' }),
    avatar_url: field.text('Avatar URL'),
    attach: field.text('Attach'),
    filename: field.text('Attach Filename'),
    click: field.text('Click', { read: readClick }),
    delay: field.text('Delay'),
    email: field.text('Email'),
    xtags: field.list('Tags', { undocumented: ['tags'], sorted: true, published: { type: 'string' } }),
    actions: field.text('Actions'),
  },
  native(url) {
    const [whole, topics = '', query] = NATIVE.exec(url) ?? [];
    return whole === undefined ? undefined : `ntfys:/${topics || '/'}${query ? `${query}&` : '?'}mode=cloud`;
  },
  read(raw, parts) {
    const { user, password, path = '', query } = parts;
    const host = unquote(parts.host);
    const entries = splitPath(path);
    const isHost = isHostname(host) || isIpAddress(host);
    const hasTopic = entries.length > 0 || Boolean(query.get('to'));
    const mode = query.get('mode')?.toLowerCase() || (isHost && hasTopic ? 'private' : 'cloud');
    if (mode === 'private' && !isHost) return undefined;
    const detected = query.get('token') || (user && !password && TOKEN.test(user)) ? 'token' : undefined;
    const auth = query.get('auth')?.toLowerCase() || detected;
    return {
      ...raw,
      mode,
      auth,
      token: auth === 'token' ? raw['password'] || raw['user'] : undefined,
      // In the cloud the place of the host is that of a topic.
      targets: mode === 'cloud' && !/ntfy\.sh/i.test(host) ? [host, ...entries] : entries,
    };
  },
  // The cloud is reached over TLS alone.
  resolve: (settings) => ({ ...settings, secure: settings.secure || settings.mode === 'cloud' }),
  canonical: ({ mode, auth }) => {
    if (mode === 'cloud') return '{targets}';
    return `${auth === 'token' ? '[{token}@]' : '[{user}[:{password}]@]'}{host}[:{port}]/{targets}`;
  },
  identity: ({ secure, mode, auth, host, port, user, password, token }) => {
    if (mode === 'cloud') return ['ntfys', '', 443];
    const credentials = auth === 'basic' ? [user, password] : token ? [token] : [];
    return [secure ? 'ntfys' : 'ntfy', host, port || (secure ? 443 : 80), ...credentials];
  },
  count: ({ targets }) => Math.max(1, targets.topic.length),

  requests: (settings, { title, body, type, format, attachments }, context) => {
    const { mode, auth, user, password, token, attach, filename, priority } = settings;
    const isPrivate = mode === 'private';
    if (isPrivate && auth === 'token' && !token)
      throw new DeliveryError({ code: 'unauthorized', reason: 'No access token was specified.' });
    const origin = isPrivate ? http.origin({ ...settings, host: settings.host ?? '' }) : CLOUD;
    const credentials = auth === 'token' ? token && http.bearer(token) : user && http.basic(user, password);
    const options = {
      auth: isPrivate ? credentials : undefined,
      headers: {
        'X-Icon': settings.include_image ? (settings.avatar_url ?? context.image(type)) : undefined,
        'X-Markdown': format === 'markdown' ? 'yes' : undefined,
        'X-Priority': priority === 'default' ? undefined : priority,
        'X-Delay': headerText(settings.delay),
        'X-Click': settings.click && quote(settings.click, ':/?@&=#%'),
        'X-Email': headerText(settings.email),
        'X-Tags': headerText(settings.xtags.join(',') || undefined),
        'X-Actions': headerText(settings.actions),
      },
    };
    const texts = { title: title || undefined, message: body || undefined };
    const upload = (topic: string, name: string, content: Attachment | Uint8Array, more = {}) =>
      http.post(`${origin}/${topic}`, { ...options, query: { filename: name, ...more }, content });
    // The last topic is served first.
    const topics = settings.targets.topic.toReversed();
    if (attachments.length > 0 && topics.length > 0)
      return http.sequence(
        ...topics.flatMap((topic) =>
          attachments.map((file, index) => upload(topic, file.name, file, index === 0 ? texts : {})),
        ),
      );
    return topics.map((topic) => {
      const json = { topic, attach, filename: attach && filename, ...texts };
      if (Buffer.byteLength(JSON.stringify(json)) <= MAX_JSON_BYTES)
        return http.post(`${origin}/`, { ...options, json });
      return upload(topic, `${context.uuid()}.txt`, Buffer.from(title ? `${title}\n${body}` : body));
    });
  },
});
