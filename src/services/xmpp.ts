import { defineService, field, hostFields, UrlError } from '../service/index.ts';
import { formatJid, parseJid } from '../service/jid.ts';
import { serverOf, XMPP_MODES, type Jid } from '../service/protocols.ts';
import type { Recipients } from '../service/fields.ts';

const PORTS = { starttls: 5222, tls: 5223, none: 5222 } as const;

/** Servers take stanzas of 256 KiB and more; a character of a text may need six bytes of them. */
const MAX_TEXT_CHARACTERS = 32_768;

const NICK = /^[a-z0-9_]+$/i;

/** A slash in a path ends a target, even an encoded one; one that was encoded twice begins a resource. */
const writeJid = (jid: string): string => jid.replaceAll('/', '%2F');
function readJid(text: string): string | undefined {
  const jid = text.trim().replace(/%2F/gi, '/');
  return parseJid(jid, 'host') ? jid : undefined;
}
function readRoom(text: string): string | undefined {
  const [, room] = /^(?:#|%23)(.+)$/i.exec(text.trim()) ?? [];
  return room === undefined ? undefined : readJid(room);
}

type Targets = Recipients<'channel' | 'user'>;

/** Addresses of users of one domain by their names alone. */
const shortly = (jid: Jid, domain: string): string =>
  jid.domain === domain && jid.resource === undefined ? jid.local : formatJid(jid);

/** https://appriseit.com/services/xmpp/ */
export default defineService({
  id: 'xmpp',
  name: 'XMPP',
  category: 'chat',
  homepage: 'https://xmpp.org/',
  schemes: { plain: ['xmpp'], secure: ['xmpps'] },
  requirements: { required: ['slixmpp >= 1.16.0'] },

  url: [
    '{user}:{password}@{host}',
    '{user}:{password}@{host}:{port}',
    '{user}:{password}@{host}/{targets}',
    '{user}:{password}@{host}:{port}/{targets}',
  ],
  canonical: '{user}:{password}@{host}[:{port}]/{targets}',
  fields: {
    host: hostFields.host,
    port: field.port({ standard: [PORTS.none, PORTS.starttls] }),
    user: field.text('User', { required: true }),
    password: field.secret('Password', { required: 'published', mask: 'all' }),
    targets: field.recipients(
      {
        channel: {
          label: 'Target Channel',
          key: 'target_channels',
          prefix: '#',
          read: readRoom,
          write: (room) => `#${writeJid(room)}`,
        },
        user: { label: 'Target User', fallback: true, read: readJid, write: writeJid },
      },
      { sorted: true, keepInvalid: 'alone' },
    ),
    secure_mode: field.choice('Secure Mode', XMPP_MODES, { key: 'mode', default: 'starttls', match: 'prefix' }),
    roster: field.flag('Get Roster', { default: false }),
    subject: field.flag('Use Subject', { default: false }),
    keepalive: field.flag('Keep Connection Alive', { default: false }),
    scramplus: field.flag('SCRAM-PLUS Channel Binding', { default: true }),
    name: field.text('MUC Nickname'),
    xmpp_host: field.text('XMPP Server', { key: 'xmpp' }),
  },

  resolve: (settings, raw) => {
    const { host, port, user, password, targets, name, xmpp_host } = settings;
    const jid = parseJid(user, host);
    if (!jid) throw new UrlError('invalid-field', { field: 'user' });
    // `xmpp:` asks for no encryption, and what `mode` says comes before that; `xmpps:` insists.
    const plain = settings.secure ? 'starttls' : 'none';
    const chosen = raw['secure_mode'] ? settings.secure_mode : plain;
    const secure_mode = settings.secure && chosen === 'none' ? 'starttls' : chosen;
    const complete = (item: string): string => formatJid(parseJid(item, host)!);
    return {
      ...settings,
      jid,
      host,
      user: shortly(jid, host),
      password: password || undefined,
      targets: {
        ...targets,
        channel: targets.channel.map(complete),
        user: targets.user.map(complete),
      } satisfies Targets,
      secure: secure_mode !== 'none',
      secure_mode,
      port: port === PORTS[secure_mode] ? undefined : port,
      name: name !== undefined && NICK.test(name) && name !== jid.local ? name : undefined,
      xmpp_host: xmpp_host === host ? undefined : xmpp_host,
    };
  },
  limits: ({ subject }) => ({ body: MAX_TEXT_CHARACTERS, ...(!subject && { title: 0 }) }),
  identity: ({ secure, host, xmpp_host = '', user, password, port }) => [
    secure ? 'xmpps' : 'xmpp',
    host,
    xmpp_host,
    user,
    password,
    port,
  ],
  write: ({ jid }) => ({ user: formatJid(jid) }),
  count: () => 1,

  requests: (settings, { title, body }) => {
    const { host, xmpp_host, secure_mode, jid, targets, subject, name } = settings;
    // A message for people who cannot be told is none to oneself.
    if (targets.invalid.length > 0 && targets.channel.length + targets.user.length === 0) return [];
    return {
      protocol: 'xmpp',
      ...serverOf({ ...settings, host: xmpp_host ?? host, secure: secure_mode === 'tls' }, [PORTS.none, PORTS.tls]),
      certificateName: jid.domain,
      mode: secure_mode,
      sender: jid,
      password: settings.password ?? '',
      bindsChannel: settings.scramplus,
      keepsAlive: settings.keepalive,
      asksRoster: settings.roster,
      nick: name ?? jid.local,
      people: targets.user,
      rooms: targets.channel,
      subject: subject && title ? title : undefined,
      text: body,
    };
  },
});
