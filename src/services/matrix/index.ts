// `deliver`: a homeserver is found, logged in to and asked to join rooms before it takes a message.
import { defineService, field, UrlError } from '../../service/index.ts';
import { isHostname, isIpAddress } from '../../text/hosts.ts';
import { splitPath } from '../../text/url.ts';
import { deliverToRooms } from './delivery.ts';
import { parseUser } from './names.ts';
import { WEBHOOK_MODES, webhookRequest } from './webhook.ts';

const MAX_PORT = 65535;
const T2BOT_TOKEN = /^[a-z0-9]{64}$/i;

/** Addresses of webhooks at t2bot.io. */
const NATIVE = /^https?:\/\/webhooks\.t2bot\.io\/api\/v\d+\/matrix\/hook\/([\w-]+)\/?(?:\?(.+))?$/i;

/** Characters of a body: HTML is sent beside the text, and encrypted bytes are written in Base64. */
const BODY_LIMITS = { plain: { text: 60000, formatted: 29000 }, encrypted: { text: 40000, formatted: 19000 } };
const WEBHOOK_BODY_LIMIT = 65000;

/** A path that begins with a slash and ends with none. */
const readPath = (text: string): string => `/${text.replace(/^\//, '')}`.replace(/(?<!\/)\/+$/, '') || '/';

const isUser = (target: string): boolean => parseUser(target) !== undefined;

/** https://spec.matrix.org/latest/client-server-api/ */
export default defineService({
  id: 'matrix',
  name: 'Matrix',
  category: 'chat',
  homepage: 'https://matrix.org/',
  schemes: { plain: ['matrix'], secure: ['matrixs'] },
  attachments: 'streamed',
  throttleSeconds: 0.5,
  imageSize: '32x32',

  url: [
    '{token}',
    '{user}@{token}',
    '{user}:{password}@{host}/{targets}',
    '{user}:{password}@{host}:{port}/{targets}',
    '{token}@{host}/{targets}',
    '{token}@{host}:{port}/{targets}',
    '{user}:{token}@{host}/{targets}',
    '{user}:{token}@{host}:{port}/{targets}',
  ],
  verifyHost: false,
  fields: {
    host: field.text('Hostname', { required: true }),
    port: field.port(),
    user: field.text('Username', { verbatim: true }),
    password: field.secret('Password', { mask: 'all' }),
    token: field.secret('Access Token', { mapTo: 'password', required: 'published', aliases: ['token'] }),
    targets: field.list('Targets', {
      aliases: ['to'],
      sorted: true,
      kinds: {
        user: { label: 'Target User', prefix: '@' },
        room_id: { label: 'Target Room ID', prefix: '!' },
        room_alias: { label: 'Target Room Alias', prefix: '#' },
      },
    }),
    include_image: field.flag('Include Image', { key: 'image', default: false }),
    mode: field.choice('Webhook Mode', ['off', ...WEBHOOK_MODES], { default: 'off' }),
    version: field.choice('Matrix API Verion', ['2', '3'], { default: '3', undocumented: ['v'] }),
    msgtype: field.choice('Message Type', ['text', 'notice'], { default: 'text' }),
    discovery: field.flag('Server Discovery', { default: true }),
    hsreq: field.flag('Force Home Server on Room IDs', { default: true }),
    webhook_path: field.text('Webhook Path', { key: 'path', default: '/webhook', written: 'set', read: readPath }),
    e2ee: field.flag('End-to-End Encryption', { default: true, written: 'changed' }),
  },
  native(url) {
    const [, token, query] = NATIVE.exec(url) ?? [];
    return token && `matrixs://${token}/?${query ? `${query}&` : ''}mode=t2bot`;
  },
  read(raw, { path = '', query }) {
    const { host, user, password } = raw;
    const targets = splitPath(path);
    const isNameless = !password && targets.length === 0 && !query.get('to');
    const mode = query.get('mode') ?? (isNameless ? 't2bot' : undefined);
    const read = { ...raw, mode, targets, token: undefined };
    if (mode?.toLowerCase() === 't2bot') return { ...read, password: host };
    return password || query.get('token') ? read : { ...read, password: user, user: undefined };
  },
  resolve: (settings) => {
    const { mode, host, port, token = '', targets, discovery } = settings;
    const isValid = mode === 't2bot' ? T2BOT_TOKEN.test(token) : isHostname(host) || isIpAddress(host);
    if (!isValid) throw new UrlError('invalid-field', { field: mode === 't2bot' ? 'token' : 'host' });
    if (port !== undefined && (port < 1 || port > MAX_PORT)) throw new UrlError('invalid-field', { field: 'port' });
    const users = targets.filter(isUser);
    const rooms = targets.filter((target) => !isUser(target));
    return { ...settings, token, users, rooms, targets: [...rooms, ...users], discovery: discovery && mode === 'off' };
  },
  limits: ({ mode, secure, e2ee, options: { format } }) => {
    if (mode !== 'off') return { body: WEBHOOK_BODY_LIMIT };
    const { text, formatted } = BODY_LIMITS[secure && e2ee ? 'encrypted' : 'plain'];
    return { body: format === 'text' ? text : formatted };
  },
  canonical: ({ mode }) =>
    mode === 't2bot' ? '{token}[:{port}]/{targets}' : '[{user}:][{password}@]{host}[:{port}]/{targets}',
  write: ({ mode, webhook_path }) => ({ webhook_path: mode === 'hookshot' ? webhook_path : undefined }),
  identity: ({ secure, mode, host, port, webhook_path, user, password, token }) => [
    secure ? 'matrixs' : 'matrix',
    mode,
    mode === 't2bot' ? token : host,
    port || (secure ? 443 : 80),
    mode === 'hookshot' ? webhook_path : undefined,
    ...(mode === 't2bot' ? [undefined, undefined] : [user, password]),
  ],
  count: ({ targets }) => Math.max(1, targets.length),

  statuses: { 403: 'The access token is not valid', 429: 'Too many messages were sent' },
  async deliver(settings, message, context) {
    const { mode } = settings;
    if (mode === 'off') await deliverToRooms(settings, message, context);
    else await context.send(webhookRequest(mode, settings, message, context));
  },
});
