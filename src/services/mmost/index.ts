// `deliver`: a bot looks channels up, and posts the files that their upload has named.
import { defineService, field, http } from '../../service/index.ts';
import { PATH_SAFE, quote, splitPath } from '../../text/url.ts';
import { findChannel, upload } from './bot.ts';

const NATIVE = /^http(s?):\/\/(mattermost\.[A-Z0-9_.-]+(?::[1-9][0-9]{0,5})?)\/hooks\/([A-Z0-9_-]+)\/?(\?.+)?$/i;
const CHANNEL_ID = /^\+?([A-Z0-9_-]+)$/i;

const readChannelId = (text: string): string | undefined => CHANNEL_ID.exec(text)?.[1];

/** https://developers.mattermost.com/integrate/webhooks/incoming/ and https://developers.mattermost.com/api-documentation/ */
export default defineService({
  id: 'mmost',
  name: 'Mattermost',
  category: 'chat',
  homepage: 'https://mattermost.com/',
  setup: 'https://appriseit.com/services/mattermost/',
  schemes: { plain: ['mmost'], secure: ['mmosts'] },
  limits: { title: 0, body: 4000 },
  imageSize: '72x72',
  throttleSeconds: 0.02,

  url: [
    '{host}/{token}',
    '{host}:{port}/{token}',
    '{host}/{fullpath}/{token}',
    '{host}:{port}/{fullpath}/{token}',
    '{user}@{host}/{token}',
    '{user}@{host}:{port}/{token}',
    '{user}@{host}/{fullpath}/{token}',
    '{user}@{host}:{port}/{fullpath}/{token}',
  ],
  canonical: '[{user}@]{host}[:{port}]{fullpath}/{token}/',
  fields: {
    user: field.text('User', { aliases: ['team', 'botname'] }),
    host: field.host(),
    port: field.port({ bare: true }),
    fullpath: field.text('Path', { unread: true, safe: PATH_SAFE }),
    token: field.secret('Token', { required: true, unread: true }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
    mode: field.choice('Mode', ['webhook', 'bot'], { default: 'webhook', match: 'prefix', written: 'changed' }),
    icon_url: field.text('Icon URL'),
    targets: field.recipients(
      {
        channel: { label: 'Target Channel', prefix: '#', read: (text) => /^#([A-Z0-9_-]+)$/i.exec(text)?.[1] },
        channel_id: { label: 'Target Channel ID', prefix: '', read: readChannelId, write: (id) => `+${id}` },
      },
      {
        aliases: ['to', 'channel', 'channels'],
        sorted: true,
        keepInvalid: true,
        token: true,
        writtenAs: 'to',
        late: true,
      },
    ),
  },
  read(raw, { path = '', query }) {
    const entries = splitPath(path);
    const token = entries.pop();
    const mode = query.get('team') ? 'bot' : undefined;
    return { ...raw, token, fullpath: entries.map((entry) => `/${entry}`).join(''), mode };
  },
  // A webhook knows channels by name; a bot finds them in its team only.
  resolve: (settings) => {
    const { mode, user, targets } = settings;
    if (mode === 'webhook')
      return {
        ...settings,
        targets: {
          ...targets,
          channel: [...new Set([...targets.channel, ...targets.channel_id])].toSorted(),
          channel_id: [],
        },
      };
    if (user) return settings;
    const lost = targets.channel.map((name) => `#${name}`);
    return { ...settings, targets: { ...targets, channel: [], invalid: [...lost, ...targets.invalid] } };
  },
  attachments: ({ mode }) => (mode === 'bot' ? 'streamed' : undefined),
  write: ({ mode, icon_url, targets }) => ({
    icon_url: mode === 'webhook' ? icon_url : undefined,
    targets: targets.channel.length + targets.channel_id.length > 0 ? targets : undefined,
  }),
  identity: ({ scheme, mode, token, host, port, fullpath = '', user }) => [
    scheme,
    mode,
    token,
    host,
    port,
    fullpath,
    mode === 'bot' ? user : undefined,
  ],
  count: ({ targets: { channel, channel_id } }) => Math.max(1, channel.length + channel_id.length),
  native: (url) => {
    const [whole, secure = '', host, token, query = ''] = NATIVE.exec(url) ?? [];
    return whole && `mmost${secure.toLowerCase()}://${host}/${token}/${query}`;
  },

  accept: [200, 201],
  async deliver(settings, { body, type, attachments }, context) {
    const { mode, user, token, fullpath = '', icon_url, include_image, targets } = settings;
    const base = `${http.origin(settings)}${quote(fullpath, PATH_SAFE)}`;
    if (mode === 'webhook') {
      const post = (channel?: string) =>
        context.send(
          http.post(`${base}/hooks/${token}`, {
            json: {
              text: body,
              icon_url: icon_url ?? (include_image ? context.image(type) : undefined),
              username: user ?? context.asset.appId,
              channel,
            },
            accept: [200],
          }),
        );
      if (targets.channel.length === 0) await post();
      for (const channel of targets.channel) await post(channel);
      return;
    }
    if (targets.channel.length + targets.channel_id.length === 0) {
      context.fail('There are no channels to notify.');
      return;
    }
    const server = { api: `${base}/api/v4`, auth: http.bearer(token) };
    const post = async (channel: string): Promise<void> => {
      const files: string[] = [];
      for (const attachment of attachments) {
        const file = await upload(attachment, channel, server, context);
        if (file === undefined) return;
        files.push(file);
      }
      const json = { channel_id: channel, message: body, file_ids: files.length > 0 ? files : undefined };
      await context.send(http.post(`${server.api}/posts`, { auth: server.auth, json }));
    };
    for (const name of targets.channel) {
      const id = await findChannel(name, user ?? '', server, context);
      if (id !== undefined) await post(id);
    }
    for (const id of targets.channel_id) await post(id);
  },
});
