import { createCipheriv } from 'node:crypto';
import { defineService, field, HOST_TEMPLATE, hostFields, http } from '../service/index.ts';

/** https://github.com/Finb/Bark/tree/master/Sounds */
const SOUNDS = [
  'alarm',
  'anticipate',
  'bell',
  'birdsong',
  'bloom',
  'calypso',
  'chime',
  'choo',
  'descent',
  'electronic',
  'fanfare',
  'glass',
  'gotosleep',
  'healthnotification',
  'horn',
  'ladder',
  'mailsent',
  'minuet',
  'multiwayinvitation',
  'newmail',
  'newsflash',
  'noir',
  'paymentsuccess',
  'shake',
  'sherwoodforest',
  'silence',
  'spell',
  'suspense',
  'telegraph',
  'tiptoes',
  'typewriters',
  'update',
].map((name) => `${name}.caf`);

/** A key of AES-128, AES-192 or AES-256 as the app takes it: by its characters. */
const AES_KEY = /^(?:[ -~]{16}|[ -~]{24}|[ -~]{32})$/;

/** Seals parameters as https://bark.day.app/#/encryption asks: AES-GCM, the nonce being twelve characters of ASCII. */
function seal(parameters: object, key: string, random: Uint8Array): { ciphertext: string; iv: string } {
  const iv = Buffer.from(random).toString('base64url');
  const cipher = createCipheriv(`aes-${key.length * 8}-gcm` as 'aes-256-gcm', key, iv);
  const sealed = [cipher.update(JSON.stringify(parameters), 'utf8'), cipher.final(), cipher.getAuthTag()];
  return { ciphertext: Buffer.concat(sealed).toString('base64'), iv };
}

/** https://github.com/Finb/bark-server/blob/master/docs/API_V2.md */
export default defineService({
  id: 'bark',
  name: 'Bark',
  category: 'push',
  homepage: 'https://github.com/Finb/Bark',
  schemes: { plain: ['bark'], secure: ['barks'] },
  requirements: { recommended: ['cryptography'] },
  imageSize: '128x128',

  url: '[{user}:{password}@]{host}[:{port}]/{targets}',
  canonical: `${HOST_TEMPLATE}/{targets}`,
  fields: {
    ...hostFields,
    port: field.port({ bare: true }),
    targets: field.list('Targets', {
      required: 'published',
      aliases: ['to'],
      sorted: true,
      mask: 'all',
      published: { private: true },
      kinds: { device: { label: 'Target Device', private: true } },
    }),
    include_image: field.flag('Include Image', { key: 'image', default: true }),
    sound: field.choice('Sound', SOUNDS, { match: 'prefix', lenient: true }),
    click: field.text('Click'),
    badge: field.integer('Badge', { min: 0, lenient: true }),
    level: field.choice('Level', ['active', 'timeSensitive', 'passive', 'critical'], {
      match: 'start',
      lenient: true,
      synonyms: { a: 'active', t: 'timeSensitive', p: 'passive', c: 'critical' },
    }),
    volume: field.integer('Volume', { min: 0, max: 10, lenient: true }),
    category: field.text('Category'),
    group: field.text('Group'),
    icon: field.text('Icon URL'),
    call: field.flag('Call', { default: false, written: 'set' }),
    encryption_key: field.secret('Encryption Key', { key: 'key', check: AES_KEY, mask: 'all' }),
  },
  identity: ['user', 'password', 'host', 'port', 'encryption_key'],
  count: ({ targets }) => targets.length,

  requests: (settings, { title, body, type, format }, context) => {
    const { user, password, targets, include_image, sound, click, badge, level, volume, category, group } = settings;
    const parameters = {
      title: title || context.asset.appDescription,
      [format === 'markdown' ? 'markdown' : 'body']: body,
      icon: settings.icon ?? (include_image ? context.image(type) : undefined),
      sound,
      url: click,
      badge,
      level,
      category,
      group,
      volume,
      call: settings.call ? 1 : undefined,
    };
    const key = settings.encryption_key;
    return targets.toReversed().map((device_key) =>
      http.post(`${http.origin(settings)}/push`, {
        ...(user && { auth: http.basic(user, password) }),
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        json: { device_key, ...(key ? seal(parameters, key, context.random(9)) : parameters) },
      }),
    );
  },
});
