// `deliver`: the key to sign with and the subscriptions are read from files.
import { defineService, field, http } from '../../service/index.ts';
import { readMail } from '../../service/mail-api.ts';
import { parseIntegerText } from '../../text/numbers.ts';
import { splitPath, unquote } from '../../text/url.ts';
import { authorization, loadKey } from './key.ts';
import { loadSubscriptions } from './subscriptions.ts';
import { encrypt } from './web-push.ts';

/** RFC 8030, RFC 8291 and RFC 8292 */
export default defineService({
  id: 'vapid',
  name: 'Vapid Web Push Notifications',
  category: 'push',
  homepage: 'https://datatracker.ietf.org/doc/html/draft-thomson-webpush-vapid',
  schemes: { secure: ['vapid'] },
  requirements: { required: ['cryptography'] },
  limits: { title: 0, body: 4000 },
  imageSize: '72x72',

  url: ['{subscriber}', '{subscriber}/{targets}'],
  canonical: '{subscriber}/{targets}',
  verifyHost: false,
  fields: {
    subscriber: field.secret('API Key', { required: true, aliases: ['from'], mask: 'none', safe: '@', read: readMail }),
    targets: field.list('Targets', { aliases: ['to'], sorted: true, safe: '@' }),
    // The address of a subscription says where its browser is; this only tells services apart.
    mode: field.choice('Mode', ['chrome', 'firefox', 'edge', 'opera', 'apple'], { default: 'chrome' }),
    ttl: field.integer('ttl', { default: 0, min: 0, max: 60, unread: true }),
    keyfile: field.secret('PEM Private KeyFile', { mask: 'none' }),
    subfile: field.secret('Subscripion File', { mask: 'none' }),
    include_image: field.flag('Include Image', { key: 'image', default: true, written: 'never' }),
  },
  read(raw, { user, host, path = '', query }) {
    if (query.get('mode') === '') return undefined;
    const address = [user, host].flatMap((part) => (part ? unquote(part) : [])).join('@');
    const entries = splitPath(path);
    const targets = query.get('from') && address ? [address, ...entries] : entries;
    return { ...raw, subscriber: address, targets, ttl: parseIntegerText(query.get('ttl') ?? '') };
  },
  resolve: (settings) => ({
    ...settings,
    targets: settings.targets.length > 0 ? settings.targets : [settings.subscriber],
  }),
  identity: ['mode', 'subscriber'],
  count: ({ targets }) => targets.length,

  accept: [200, 201, 202, 204],
  statuses: {
    404: 'The subscription has ended',
    410: 'The subscription has ended',
    413: 'The message is too long',
    429: 'Too many messages were sent',
  },
  async deliver({ subscriber, targets, ttl, keyfile, subfile }, { body }, context) {
    const key = await loadKey(keyfile, context);
    if (!key) return context.fail('There is no key to sign messages with');
    const subscriptions = await loadSubscriptions(subfile, context);
    for (const target of targets) {
      const subscription = subscriptions.get(target.toLowerCase());
      if (!subscription) {
        context.fail('There is no subscription of that name');
        continue;
      }
      const { endpoint } = subscription;
      await context.send(
        http.post(endpoint, {
          auth: authorization(key, endpoint, subscriber, context.now()),
          headers: { TTL: String(ttl), 'Content-Encoding': 'aes128gcm', 'Content-Type': 'application/octet-stream' },
          content: encrypt(body, subscription, (bytes) => context.random(bytes)),
          // The address comes out of a file that anyone may have written.
          publicOnly: true,
        }),
      );
    }
  },
});
