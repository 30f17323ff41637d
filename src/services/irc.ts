import type { Context } from '../service/define.ts';
import { defineService, field, hostFields, hostAsTargetWith } from '../service/index.ts';
import { IRC_LOGINS, serverOf } from '../service/protocols.ts';
import { unquote } from '../text/percent.ts';

const PORTS = [6667, 6697] as const;

/** https://www.rfc-editor.org/rfc/rfc2812#section-2.3 allows 512 bytes a line, with all that servers put before it. */
const MAX_TEXT_CHARACTERS = 380;

/** The shortest that networks allow (EFnet). */
const MAX_NICK_CHARACTERS = 9;
const SPARE_NICKS = 3;

/** How networks want clients to connect, unless a URL names a port. */
const NETWORKS = [
  [/\.synirc\.net$/i, { secure: true, login: 'nickserv' }],
  [/\.libera\.chat$/i, { secure: true, login: 'nickserv' }],
  [/\.efnet\.org$/i, { secure: false, login: 'server' }],
] as const;

const channelOf = (text: string): string | undefined => /^(?:#|%23)([^\s@#:]+(?::\S+)?)$/i.exec(text.trim())?.[1];
const userOf = (text: string): string | undefined => /^(?:@|%40)?([^\s@#]+)$/i.exec(text.trim())?.[1];
const maskKey = (target: string): string => target.replace(/^(#[^:]*):.*$/, '$1:****');

/** A nick that is hardly taken: the beginning of the application's name and random letters. */
function inventNick(context: Context): string {
  const start = context.asset.appId
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .slice(0, MAX_NICK_CHARACTERS - 4);
  const letters = Array.from(context.random(4), (byte) => String.fromCharCode(97 + (byte % 26)));
  return start + letters.join('');
}

/** https://appriseit.com/services/irc/ */
export default defineService({
  id: 'irc',
  name: 'IRC',
  category: 'chat',
  homepage: 'https://ircv3.net/',
  schemes: { plain: ['irc'], secure: ['ircs'] },
  limits: { title: 0, body: MAX_TEXT_CHARACTERS },
  throttleSeconds: 0.02,

  url: [
    '{host}/{targets}',
    '{host}:{port}/{targets}',
    '{user}@{host}/{targets}',
    '{user}@{host}:{port}/{targets}',
    '{user}:{password}@{host}/{targets}',
    '{user}:{password}@{host}:{port}/{targets}',
  ],
  canonical: '[{user}[:{password}]@]{host}[:{port}]/{targets}',
  verifyHost: false,
  fields: {
    ...hostFields,
    host: field.text('Hostname', { required: 'published', verbatim: true, safe: '#[:]' }),
    port: field.port({ standard: PORTS }),
    user: field.text('User', { verbatim: true }),
    password: field.secret('Password', { verbatim: true, mask: 'all' }),
    targets: field.recipients(
      {
        channel: { label: 'Target Channel', prefix: '#', read: channelOf },
        user: { label: 'Target User', prefix: '@', fallback: true, read: userOf },
      },
      { required: 'published', sorted: true, safe: '#@', mask: maskKey },
    ),
    join: field.flag('Join Channels', { default: true, names: ['False', 'True'] }),
    mode: field.choice('Auth Mode', IRC_LOGINS, { default: 'server', match: 'prefix', written: 'changed' }),
    name: field.text('Real Name'),
    nick: field.text('Nickname'),
  },
  read: (raw, parts) => ({ ...hostAsTargetWith('host')(raw, parts), host: unquote(parts.host) }),

  resolve: (settings, raw) => {
    const { user, nick, port, host = '', secure, mode } = settings;
    const network = port === undefined ? NETWORKS.find(([pattern]) => pattern.test(host))?.[1] : undefined;
    return {
      ...settings,
      host,
      nick: nick === user?.trim() ? undefined : nick,
      secure: network?.secure ?? secure,
      mode: raw['mode'] ? mode : (network?.login ?? mode),
    };
  },
  identity: ({ secure, host, user, password }) => [secure ? 'ircs' : 'irc', host, user, password],
  count: () => 1,

  requests: (settings, { body }, context) => {
    const { user, password, targets, join, mode, name, nick } = settings;
    if (targets.channel.length + targets.user.length === 0) return [];
    const keys = new Map(
      targets.channel.map((channel) => [channel.split(':', 1)[0]!, /:(.*)$/.exec(channel)?.[1]] as const),
    );
    return {
      protocol: 'irc',
      ...serverOf(settings, PORTS),
      login: mode,
      password: mode === 'znc' ? `${user ?? ''}:${password ?? ''}` : password,
      nick: nick ?? (user?.trim() || inventNick(context)),
      spareNicks: Array.from({ length: SPARE_NICKS }, () => inventNick(context)),
      fullName: name ?? context.asset.appDescription,
      channels: Array.from(keys, ([channel, key]) => ({ name: `#${channel}`, key, joins: join || key !== undefined })),
      users: targets.user,
      text: body,
      farewell: context.asset.appDescription,
    };
  },
});
