import { defineService, field, http } from '../service/index.ts';

const CHANNELS = ['wechat', 'webhook', 'cp', 'mail', 'sms'] as const;
const TEMPLATES = { html: 'html', markdown: 'markdown', text: 'txt' } as const;
const NATIVE = /^https?:\/\/www\.pushplus\.plus\/send\?(?:.*&)?token=([a-z0-9_-]+)/i;

/** https://www.pushplus.plus/doc/guide/api.html */
export default defineService({
  id: 'pushplus',
  name: 'Pushplus',
  category: 'push',
  homepage: 'https://www.pushplus.plus/',
  schemes: { secure: ['pushplus', 'wecom'] },
  format: 'html',
  limits: { title: 200, body: 20_000 },

  url: '{token}[/{targets}]',
  canonical: ({ channel, webhook }) =>
    channel === 'webhook' && webhook ? '{name}@{token}[/{targets}]/' : '{token}[/{targets}]/',
  fields: {
    token: field.secret('User Token', {
      required: true,
      aliases: ['token'],
      pattern: /^[a-z0-9_-]{32,64}$/i,
      mask: 'all',
    }),
    targets: field.list('Group Topics', { aliases: ['to', 'topic'], sorted: true }),
    channel: field.choice('Channel', CHANNELS, {
      default: 'wechat',
      aliases: ['mode'],
      synonyms: { wecom: 'cp' },
      written: 'changed',
    }),
    webhook: field.text('Webhook Name', { key: 'name', written: 'never' }),
  },
  identity: ['token'],
  native: (url) => NATIVE.exec(url)?.[1]?.replace(/^/, 'pushplus://'),
  read(raw, { scheme }) {
    const webhook = raw['user'];
    const channel = webhook ? 'webhook' : scheme === 'wecom' ? 'cp' : undefined;
    return { ...raw, webhook, channel };
  },
  // A name in the address says the channel.
  write: ({ channel, webhook }) => (channel === 'webhook' && webhook ? { channel: 'wechat' } : {}),
  count: () => 1,

  failure: (reply) => {
    const answer = reply.json<{ code: number; msg: string }>();
    return answer?.code === 200 ? undefined : `code=${answer?.code ?? 'unknown'}: ${answer?.msg ?? 'no reason given'}`;
  },
  requests: ({ token, targets, channel, webhook }, { title, body, format }) =>
    (targets.length > 0 ? targets : [undefined]).map((topic) =>
      http.post('https://www.pushplus.plus/send', {
        json: {
          token,
          title: title || body,
          content: body,
          template: TEMPLATES[format],
          channel,
          topic,
          webhook: channel === 'webhook' ? webhook : undefined,
        },
      }),
    ),
});
