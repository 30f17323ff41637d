// `deliver`: messages carry what the login answers, and a logout ends it.
import { defineService, field, http, UrlError } from '../service/index.ts';
import type { UrlParts } from '../text/url.ts';
import { parseHost } from '../text/hosts.ts';
import { parseUrl, splitPath, unquote } from '../text/url.ts';

/** From this length on a password is an API token. */
const TOKEN_LENGTH = 33;
const WEBHOOK = /^[a-z0-9]+\/[a-z0-9]+$/i;
/** The end of a webhook that was not encoded: its slash has ended the host. */
const REST_OF_WEBHOOK = /^\/([a-z0-9]+)@(.+)$/i;

/** The URL with its webhook, `user:first/second@host`, as the password. */
function findWebhook(parts: UrlParts): UrlParts & { readonly webhook?: string | undefined } {
  const { user, password, host, path = '', scheme } = parts;
  const encoded = unquote(password ?? user ?? '');
  if (WEBHOOK.test(encoded))
    return { ...parts, user: password === undefined ? undefined : user, password: encoded, webhook: encoded };
  const [, second, rest] = REST_OF_WEBHOOK.exec(path) ?? [];
  if (second === undefined || user !== undefined) return parts;
  const real = parseUrl(`${scheme}://${rest}`);
  const [first, owner] = host.split(':').toReversed();
  return real
    ? { ...real, query: parts.query, user: owner, password: undefined, webhook: `${first}/${second}` }
    : parts;
}

/** https://developer.rocket.chat/apidocs */
export default defineService({
  id: 'rocket',
  name: 'Rocket.Chat',
  category: 'chat',
  homepage: 'https://rocket.chat/',
  setup: 'https://appriseit.com/services/rocketchat/',
  schemes: { plain: ['rocket'], secure: ['rockets'] },
  format: 'markdown',
  limits: { title: 0, body: 1000 },
  imageSize: '128x128',

  url: [
    '{user}:{password}@{host}:{port}/{targets}',
    '{user}:{password}@{host}/{targets}',
    '{user}:{token}@{host}:{port}/{targets}',
    '{user}:{token}@{host}/{targets}',
    '{webhook}@{host}',
    '{webhook}@{host}:{port}',
    '{webhook}@{host}/{targets}',
    '{webhook}@{host}:{port}/{targets}',
  ],
  verifyHost: false,
  fields: {
    host: field.host(),
    port: field.port(),
    user: field.text('Username', { verbatim: true }),
    password: field.secret('Password', { mask: 'all', verbatim: true }),
    token: field.secret('API Token', { mapTo: 'password', verbatim: true }),
    webhook: field.text('Webhook', { aliases: ['webhook'], mask: 'all' }),
    avatar: field.flag('Use Avatar', { default: false }),
    mode: field.choice('Webhook Mode', ['webhook', 'token', 'basic']),
    targets: field.recipients(
      {
        channel: { label: 'Target Channel', prefix: '#', pattern: /^[\w-]+$/, published: { pattern: undefined } },
        room: { label: 'Target Room ID', pattern: /^[A-Z0-9]+$/i, published: { pattern: undefined } },
        user: { label: 'Target User', prefix: '@', pattern: /^[\w.-]+$/, published: { pattern: undefined } },
      },
      { sorted: true, safe: '@#' },
    ),
  },
  read(raw, parts) {
    const { user, password, host, port, path = '', webhook } = findWebhook(parts);
    const found = { ...raw, user, password, port, webhook, host: parseHost(host), targets: splitPath(path) };
    return found.host === undefined ? undefined : found;
  },
  resolve: (settings, raw) => {
    const { webhook, user, password = '', targets } = settings;
    const login = password.length < TOKEN_LENGTH ? 'basic' : 'token';
    const mode = settings.mode ?? (webhook === undefined ? login : 'webhook');
    if (mode === 'webhook' ? !webhook : !user || !password) throw new UrlError('missing-field', { field: mode });
    if (mode === 'basic' && targets.room.length + targets.channel.length === 0)
      throw new UrlError('missing-field', { field: 'targets' });
    return { ...settings, mode, password, avatar: raw['avatar'] ? settings.avatar : mode !== 'basic' };
  },
  canonical: ({ mode }) =>
    mode === 'webhook'
      ? '[{user}:]{webhook}@{host}[:{port}]/{targets}/'
      : '{user}:{password}@{host}[:{port}]/{targets}/',
  identity: ({ scheme, host, port, secure, user, mode, webhook, password }) => [
    scheme,
    host,
    port ?? (secure ? 443 : 80),
    user,
    mode === 'webhook' ? webhook : password,
  ],
  count: ({ targets: { channel, room, user } }) => Math.max(1, channel.length + room.length + user.length),

  statuses: {
    400: 'Channel/RoomId is wrong format, or missing from server.',
    401: 'Authentication tokens provided is invalid or missing.',
  },
  async deliver(settings, { body, type }, context) {
    const { mode, user = '', password, webhook, avatar, targets } = settings;
    const origin = http.origin(settings);
    const content = { text: body, avatar: avatar ? context.image(type) : undefined };
    const channels = [...targets.user.map((name) => `@${name}`), ...targets.channel.map((name) => `#${name}`)];
    if (mode === 'webhook') {
      const post = (channel?: string) =>
        context.send(http.post(`${origin}/hooks/${webhook}`, { json: { ...content, channel } }));
      if (channels.length + targets.room.length === 0) await post();
      for (const channel of [...channels, ...targets.room]) await post(channel);
      return;
    }
    const api = `${origin}/api/v1`;
    const open = async (): Promise<Readonly<Record<string, string>> | undefined> => {
      if (mode === 'token') return { 'X-User-Id': user, 'X-Auth-Token': password };
      const reply = await context.send(
        http.post(`${api}/login`, { headers: { 'User-Agent': undefined }, form: { username: user, password } }),
      );
      if (!reply.ok) return undefined;
      const { status, data } = reply.json<{ status: string; data: { authToken?: string; userId?: string } }>() ?? {};
      if (status === 'success' && data?.authToken && data.userId)
        return { 'X-Auth-Token': data.authToken, 'X-User-Id': data.userId };
      context.fail('The login was refused');
      return undefined;
    };
    const headers = await open();
    if (!headers) return;
    const recipients = [...channels.map((channel) => ({ channel })), ...targets.room.map((roomId) => ({ roomId }))];
    for (const recipient of recipients)
      await context.send(http.post(`${api}/chat.postMessage`, { headers, json: { ...content, ...recipient } }));
    if (mode === 'basic')
      await context.send(
        http.post(`${api}/logout`, { headers: { ...headers, 'User-Agent': undefined }, tolerated: true }),
      );
  },
});
