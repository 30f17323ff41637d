import { defineService, field, hostFields } from '../service/index.ts';
import { MQTT_VERSIONS, serverOf } from '../service/protocols.ts';
import { unquote } from '../text/percent.ts';

const PORTS = [1883, 8883] as const;

/** https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html */
const MAX_PACKET_BYTES = 268_435_455;

/** https://appriseit.com/services/mqtt/ */
export default defineService({
  id: 'mqtt',
  name: 'MQTT Notification',
  category: 'home',
  schemes: { plain: ['mqtt'], secure: ['mqtts'] },
  requirements: { required: ['paho-mqtt >= 2.1.0'] },
  limits: { title: 0, body: MAX_PACKET_BYTES },
  throttleSeconds: 0.5,

  url: ['{user}@{host}[:{port}]/{topic}', '{user}:{password}@{host}[:{port}]/{topic}'],
  canonical: '[{user}[:{password}]@]{host}[:{port}]/{targets}',
  fields: {
    ...hostFields,
    port: field.port({ standard: PORTS }),
    user: field.text('User Name', { required: 'published', verbatim: true }),
    password: field.secret('Password', { required: 'published', verbatim: true, mask: 'all' }),
    targets: field.list('Targets', {
      kinds: { topic: { label: 'Target Queue', key: 'topic', required: true } },
      aliases: ['to'],
      token: true,
      sorted: true,
      safe: '/,',
    }),
    version: field.choice('Version', MQTT_VERSIONS, {
      default: 'v3.1.1',
      synonyms: { '3.1.1': 'v3.1.1', '3.1': 'v3.1', '5.0': 'v5.0', '5': 'v5.0', v5: 'v5.0' },
    }),
    qos: field.integer('QOS', { default: 0, min: 0, max: 2 }),
    session: field.flag('Use Session', { default: false }),
    retain: field.flag('Retain Messages', { default: false }),
    client_id: field.text('Client ID'),
  },
  read: (raw, { path = '' }) => ({ ...raw, targets: [unquote(path.replace(/^\/+/, ''))] }),

  resolve: (settings) => ({ ...settings, session: settings.session && settings.client_id !== undefined }),
  identity: ({ scheme, user, password, host, port, secure, targets, client_id }) => {
    const path = targets.map((topic, index) => (index > 0 ? ',' : '/') + topic).join('');
    return [scheme, user, password, host, port ?? PORTS[secure ? 1 : 0], path, client_id];
  },
  write: ({ targets }) => ({ targets: targets.join(',') }),
  count: ({ targets }) => targets.length,

  requests: (settings, { body }) => {
    const { user, password, targets, version, qos, session, retain, client_id } = settings;
    if (targets.length === 0) return [];
    return {
      protocol: 'mqtt',
      ...serverOf(settings, PORTS),
      version,
      clientId: client_id,
      cleanSession: !session,
      login: user ? { user, password } : undefined,
      messages: targets.toReversed().map((topic) => ({ topic, payload: body, qos, retain })),
    };
  },
});
