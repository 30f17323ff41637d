// `deliver`: a post needs its author's server, a token from there, and the images that were uploaded before it.
import type { Json } from '../../service/http.ts';
import { defineService, field, http } from '../../service/index.ts';
import { withinLimit } from '../../service/rate-limit.ts';
import { openAccount } from './account.ts';

const DEFAULT_HOST = 'bsky.social';
const POST = 'app.bsky.feed.post';

/** https://docs.bsky.app/docs/advanced-guides/rate-limits */
const RATE_LIMIT = { remaining: 'RateLimit-Remaining', reset: 'RateLimit-Reset', marginSeconds: 0.3 };

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** https://docs.bsky.app/docs/advanced-guides/posts */
export default defineService({
  id: 'bsky',
  name: 'BlueSky',
  category: 'social',
  homepage: 'https://bluesky.us/',
  setup: 'https://appriseit.com/services/bluesky/',
  schemes: { secure: ['bsky', 'bluesky'] },
  attachments: 'streamed',
  limits: { title: 0, body: 280 },
  throttleSeconds: 0,

  url: '{user}@{password}',
  canonical: '{user}@{password}',
  fields: {
    user: field.text('Username', { required: true }),
    password: field.secret('Password', { required: true, mask: 'all' }),
  },
  read: (raw, { password }) => (password ? { ...raw, password } : raw),
  resolve: (settings) => {
    const [, user, host] = /^([^.]+)\.+(.+)$/.exec(settings.user) ?? [];
    return { ...settings, user: user?.trim() || settings.user, host: host?.trim() || DEFAULT_HOST };
  },
  write: ({ user, host }) => ({ user: host === DEFAULT_HOST ? user : `${user}.${host}` }),
  identity: ['user', 'password'],

  async deliver({ user, host, password }, { body, attachments }, context) {
    const send = withinLimit(context, RATE_LIMIT);
    const account = await openAccount(`${user}.${host}`, password, send, context);
    if (!account) return;
    const { did, server, auth } = account;

    const images: Json[] = [];
    for (const file of attachments.filter(({ type }) => /^image\//i.test(type))) {
      const reply = await send(
        http.post(`${server}/xrpc/com.atproto.repo.uploadBlob`, {
          auth,
          headers: { 'Content-Type': file.type },
          content: file,
          publicOnly: true,
        }),
      );
      if (!reply.ok) return;
      const { blob } = reply.json<{ blob: Json }>() ?? {};
      if (blob) images.push({ image: blob, alt: file.name });
      else context.fail('An image was taken, but not given a name');
    }

    // A post shows one image: further ones follow in posts of their own.
    for (const [index, image] of (images.length > 0 ? images : [undefined]).entries()) {
      const { ok } = await send(
        http.post(`${server}/xrpc/com.atproto.repo.createRecord`, {
          auth,
          json: {
            collection: POST,
            repo: did,
            record: {
              text: index === 0 ? body : `${twoDigits(index + 1)}/${twoDigits(images.length)}`,
              createdAt: new Date(context.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
              $type: POST,
              embed: image && { images: [image], $type: 'app.bsky.embed.images' },
            },
          },
          publicOnly: true,
        }),
      );
      if (!ok) return;
    }
  },
});
