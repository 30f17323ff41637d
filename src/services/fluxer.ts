// `deliver`: replies say how long to wait before a request is sent once more.
import type { DeliverContext } from '../service/define.ts';
import type { HttpRequest, Part, Reply } from '../service/http.ts';
import { defineService, field, http, UrlError } from '../service/index.ts';
import { parseHost } from '../text/hosts.ts';
import { splitPath, unquote } from '../text/url.ts';
import { looksFields, messageFields, pingField } from './discord/fields.ts';
import { payloadsOf } from './discord/payload.ts';

const CLOUD = 'https://api.fluxer.app';
const CLOUD_HOST = /fluxer\.app/i;
const NATIVE = /^https?:\/\/(?:api\.)?fluxer\.app\/(?:v[0-9]+\/)?webhooks\/([0-9]+)\/([\w-]+)\/?(\?.+)?$/i;
const TOO_MANY_REQUESTS = 429;
const MIN_WAIT_SECONDS = 1;

/** Sends a request, and once more if it came too soon. */
async function sendPatiently(request: HttpRequest, context: DeliverContext): Promise<Reply> {
  const reply = await context.send({ ...request, tolerated: [TOO_MANY_REQUESTS] });
  if (reply.status !== TOO_MANY_REQUESTS) return reply;
  await context.sleep(Math.max(MIN_WAIT_SECONDS, Number(reply.header('Retry-After')) || 0));
  return context.send(request);
}

/** https://docs.fluxer.app/resources/webhooks */
export default defineService({
  id: 'fluxer',
  name: 'Fluxer',
  category: 'chat',
  homepage: 'https://fluxer.app/',
  schemes: { plain: ['fluxer'], secure: ['fluxers'] },
  limits: { body: 2000 },
  amalgamateTitle: true,
  throttleSeconds: 0,
  imageSize: '256x256',

  url: [
    '{webhook_id}/{webhook_token}',
    '{host}/{webhook_id}/{webhook_token}',
    '{host}:{port}/{webhook_id}/{webhook_token}',
    '{botname}@{webhook_id}/{webhook_token}',
    '{botname}@{host}:{port}/{webhook_id}/{webhook_token}',
  ],
  fields: {
    host: field.text('Hostname', { unread: true, safe: '[]:' }),
    port: field.port(),
    user: field.text('Bot Name', { key: 'botname', aliases: ['name'] }),
    webhook_id: field.secret('Webhook ID', { required: true, unread: true, pattern: /^[0-9]{10,}$/i }),
    webhook_token: field.secret('Webhook Token', {
      required: true,
      unread: true,
      pattern: /^[\w-]{16,}$/,
      published: { pattern: ['^[A-Za-z0-9_\\-]{16,}$', 'i'] },
    }),
    mode: field.choice('Mode', ['cloud', 'private'], { default: 'cloud' }),
    ...looksFields,
    ...messageFields,
    thread_name: field.text('Thread Name'),
    ping: pingField,
  },
  // What stands before the last two entries is the host of a server of one's own.
  read(raw, { host, path = '', query }) {
    const entries = [unquote(host), ...splitPath(path)];
    const isPrivate = entries.length > 2 && parseHost(host) !== undefined;
    const [webhook_id, webhook_token] = entries.slice(-2);
    // Links and threads are for embeds.
    const hasEmbeds = ['href', 'url', 'thread'].some((name) => query.has(name));
    return {
      ...raw,
      webhook_id,
      webhook_token,
      mode: isPrivate ? 'private' : 'cloud',
      ...(hasEmbeds && { format: 'markdown' }),
    };
  },
  resolve: (settings) => {
    const { host = '', flags } = settings;
    if (settings.mode === 'private' && !host) throw new UrlError('missing-field', { field: 'host' });
    const isCloud = settings.mode === 'cloud' || CLOUD_HOST.test(host);
    return {
      ...settings,
      flags: flags || undefined,
      ...(isCloud ? ({ mode: 'cloud', secure: false } as const) : undefined),
    };
  },
  canonical: ({ mode }) => `[{botname}@]${mode === 'cloud' ? '' : '{host}[:{port}]/'}{webhook_id}/{webhook_token}/`,
  identity: ({ mode, scheme, secure, host, port, webhook_id, webhook_token }) =>
    mode === 'cloud'
      ? ['fluxers', webhook_id, webhook_token]
      : [scheme, host, port ?? (secure ? 443 : 80), webhook_id, webhook_token],
  native: (url) => {
    const [whole, id, token, query = ''] = NATIVE.exec(url) ?? [];
    return whole && `fluxers://${id}/${token}/${query}`;
  },
  attachments: 'streamed',

  accept: [200, 204],
  async deliver(settings, message, context) {
    const { mode, secure, host = '', port, webhook_id, webhook_token, tts, avatar, avatar_url, thread } = settings;
    const { body, type, attachments } = message;
    const origin = mode === 'cloud' ? CLOUD : http.origin({ secure, host, port });
    const url = `${origin}/webhooks/${webhook_id}/${webhook_token}`;
    const query = { thread_id: thread };
    const sender = {
      avatar_url: avatar ? (avatar_url ?? context.image(type)) : undefined,
      username: settings.user,
      thread_name: settings.thread_name,
    };
    const content = { ...message, title: message.title || undefined };
    for (const payload of body ? payloadsOf(settings, content, context) : []) {
      const headers = { 'Content-Type': 'application/json; charset=utf-8' };
      const json = { tts, wait: !tts, ...sender, ...payload };
      if (!(await sendPatiently(http.post(url, { query, headers, json }), context)).ok) return;
    }
    for (const file of attachments) {
      const shown = { content: file.name, attachments: [{ id: 0, filename: file.name }] };
      const multipart: Part[] = [
        { name: 'payload_json', value: JSON.stringify({ tts: false, wait: false, ...sender, ...shown }) },
        { name: 'files[0]', value: file },
      ];
      if (!(await sendPatiently(http.post(url, { query, multipart }), context)).ok) return;
    }
  },
});
