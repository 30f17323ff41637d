// `deliver`: channels are found by their names in what a login opens.
import { defineService, field } from '../../service/index.ts';
import { readMail } from '../../service/mail-api.ts';
import { parseHost } from '../../text/hosts.ts';
import { splitPath, unquote } from '../../text/url.ts';
import { Client } from './client.ts';

const DEFAULT_CHANNEL = 'general';
const CHANNEL_ID = /^(?:\d+:)?\d+$/;
const CHANNEL = /^#?((?:[\w-]+:)?\S{1,64})$/;

const readChannel = (text: string): string | undefined => CHANNEL.exec(text)?.[1]?.toLowerCase();
const readChannelId = (text: string): string | undefined => (CHANNEL_ID.test(text) ? text : undefined);

/** https://developer.twist.com/v3/ */
export default defineService({
  id: 'twist',
  name: 'Twist',
  category: 'chat',
  homepage: 'https://twist.com',
  schemes: { secure: ['twist'] },
  format: 'markdown',
  limits: { body: 1000 },
  throttleSeconds: 0.2,

  url: '{password}:{email}[/{targets}]',
  fields: {
    password: field.secret('Password', { required: true, mask: 'all', verbatim: true }),
    email: field.text('Email', { required: true, unread: true, read: readMail, safe: '@' }),
    targets: field.recipients(
      {
        channel: { label: 'Target Channel', prefix: '#', fallback: true, read: readChannel },
        channel_id: { label: 'Target Channel ID', read: readChannelId },
      },
      { sorted: true },
    ),
  },
  // Either `password:user@host` or `user@host/password`.
  read(raw, { user, password, host, path = '' }) {
    if (!user || parseHost(host) === undefined) return undefined;
    const entries = splitPath(path);
    const [name, secret] = password ? [unquote(password), unquote(user)] : [unquote(user), entries.shift()];
    return { ...raw, password: secret, email: `${name}@${host}`, targets: entries };
  },
  resolve: (settings) => {
    const { targets } = settings;
    const isAlone = targets.channel.length + targets.channel_id.length === 0;
    return { ...settings, targets: isAlone ? { ...targets, channel: [DEFAULT_CHANNEL] } : targets };
  },
  // Without its scheme and with the place of a port, as it always was.
  identity: ({ email, password }) => {
    const [user, host] = email.split('@');
    return [undefined, user, password, host, undefined];
  },

  async deliver({ email, password, targets }, { title, body }, context) {
    const client = await Client.of({ email, password }, context);
    if (!client) return;
    const ids = new Set(targets.channel_id.map((text) => text.replace(/^\d+:/, '')));
    for (const channel of targets.channel) {
      const id = await client.findChannel(channel);
      if (id === undefined) context.fail('A channel was not found');
      else ids.add(String(id));
    }
    for (const channel_id of ids) await client.call('threads/add', { channel_id, title, content: body });
  },
});
