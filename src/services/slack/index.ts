// `deliver`: users are looked up by their e-mail addresses, files are sent to where an earlier reply says, and a payload
// may come out of a file.
import { chatMarkup } from '../../service/chat-markup.ts';
import { defineService, field } from '../../service/index.ts';
import { templateField, templateTokensField, writeTemplate } from '../../service/json-template.ts';
import { parseMail } from '../../text/mails.ts';
import { isWorkflow, MODES, nativeUrl, readAddress, resolveTokens } from './address.ts';
import { Client } from './client.ts';
import { payloadOf } from './payload.ts';

const DEFAULT_CHANNEL = '#general';

/** A channel `#a`, a user `@a` or an id `+A`, and a thread in it. */
const CHANNEL = /^([+#@]?)([A-Z0-9_-]{1,32})(?::([0-9.]+))?$/i;

const TOKEN = /^[A-Z0-9]+$/i;

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export default defineService({
  id: 'slack',
  name: 'Slack',
  category: 'chat',
  homepage: 'https://slack.com/',
  schemes: { secure: ['slack'] },
  format: 'markdown',
  dialect: chatMarkup,
  attachments: 'streamed',
  limits: { body: 35_000 },
  throttleSeconds: 1.2,
  imageSize: '72x72',

  url: [
    '{token_a}/{token_b}/{token_c}',
    '{botname}@{token_a}/{token_b}/{token_c}',
    '{token_a}/{token_b}/{token_c}/{targets}',
    '{botname}@{token_a}/{token_b}/{token_c}/{targets}',
    '{access_token}/',
    '{access_token}/{targets}',
  ],
  fields: {
    user: field.text('Bot Name', { key: 'botname' }),
    access_token: field.secret('OAuth Access Token', {
      required: 'published',
      pattern: /^(?:xoxe\.)?xox[abp]-[A-Z0-9-]+$/i,
    }),
    token_a: field.secret('Token A', { required: 'published', pattern: TOKEN }),
    token_b: field.secret('Token B', { required: 'published', pattern: TOKEN }),
    token_c: field.secret('Token C', { required: 'published', pattern: /^[A-Za-z0-9]+$/i }),
    workflow_path: field.list('Workflow Path', {
      token: true,
      unread: true,
      mask: 'ends',
      published: { type: 'string', private: true },
    }),
    targets: field.list('Targets', {
      aliases: ['to'],
      unread: true,
      sorted: true,
      kinds: {
        encoded_id: { label: 'Target Encoded ID', prefix: '+' },
        email: { label: 'Target Email' },
        user: { label: 'Target User', prefix: '@' },
        channels: { label: 'Target Channel', prefix: '#' },
      },
    }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
    include_footer: field.flag('Include Footer', { key: 'footer', default: true }),
    include_timestamp: field.flag('Include Timestamp', { key: 'timestamp', default: true }),
    use_blocks: field.flag('Use Blocks', { key: 'blocks', default: false }),
    mode: field.choice('Message Mode', MODES, { match: 'prefix' }),
    token: field.alias('Token', ['access_token', 'token_a', 'token_b', 'token_c']),
    template: templateField,
    tokens: templateTokensField,
  },
  native: nativeUrl,
  read: readAddress,
  resolve: (settings) => {
    const own = { ...settings, ...resolveTokens(settings) };
    const { mode, targets } = own;
    return {
      ...own,
      use_blocks: settings.use_blocks || settings.template !== undefined,
      targets: isWorkflow(mode) ? [] : mode === 'bot' && targets.length === 0 ? [DEFAULT_CHANNEL] : targets,
    };
  },
  canonical: ({ mode }) => {
    if (isWorkflow(mode)) return '{workflow_path}/';
    return `[{botname}@]${mode === 'bot' ? '{access_token}' : '{token_a}/{token_b}/{token_c}'}/{targets}/`;
  },
  write: writeTemplate,
  identity: ({ mode, workflow_path, token_a, token_b, token_c, access_token }) =>
    isWorkflow(mode) ? ['slack', mode, ...workflow_path] : ['slack', token_a, token_b, token_c, access_token],
  count: ({ targets }) => Math.max(1, targets.length),

  statuses: { 401: 'Unauthorized - Invalid Token.' },
  async deliver(settings, message, context) {
    const { mode, address, targets } = settings;
    const client = new Client(settings, context);

    /** Where in a message its target stands, or undefined after a failure. */
    const placeOf = async (target: string) => {
      const mail = parseMail(target)?.fullEmail;
      if (mail !== undefined && mode === 'bot') {
        const channel = await client.lookUp(mail);
        return channel === undefined ? undefined : { channel };
      }
      const [, mark, name, thread_ts] = CHANNEL.exec(target) ?? [];
      if (name !== undefined) return { channel: mark === '+' ? name : (mark || '#') + name, thread_ts };
      context.fail(mail === undefined ? 'A target is no channel.' : 'Only a bot can look up users by their e-mail.');
      return undefined;
    };

    const payload = await payloadOf(settings, message, context);
    if (!payload) return;
    const channels: string[] = [];
    for (const target of targets.length > 0 ? targets : [undefined]) {
      const place = target === undefined ? {} : await placeOf(target);
      const reply = place && (await client.post(address, { ...payload, ...place }));
      const { channel } = (reply?.ok && reply.json<{ channel: string }>()) || {};
      if (channel) channels.push(channel);
    }
    if (mode !== 'bot' || channels.length === 0) return;
    for (const file of message.attachments) if (!(await client.share(file, channels))) return;
  },
});
