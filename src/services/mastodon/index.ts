// `deliver`: a status names the files that were uploaded before it, and a message to oneself one's own account.
import type { Json } from '../../service/http.ts';
import { defineService, field, http, UrlError } from '../../service/index.ts';
import { withinLimit } from '../../service/rate-limit.ts';
import { countCodePoints } from '../../text/code-points.ts';
import { ownName, upload, type Api, type Media } from './api.ts';
import { ending, mentionsBehind, readHashtag, readMention, readUser, usersIn, without } from './mentions.ts';

const MAX_STATUS_CHARACTERS = 500;

/** Images of one status: https://docs.joinmastodon.org/user/posting/#media */
const MAX_IMAGES = 4;

/** https://docs.joinmastodon.org/api/rate-limits/ */
const RATE_LIMIT = { remaining: 'X-RateLimit-Remaining', reset: 'X-RateLimit-Reset', marginSeconds: 0.5 };

const asIs = (text: string): string => text;

/** The media of each status: so many images together; anything else ends a status. */
function batchesOf(media: readonly Media[], size: number): string[][] {
  const batches: string[][] = [];
  let isOpen = false;
  for (const { id, type } of media) {
    if (!isOpen) batches.push([]);
    const batch = batches.at(-1);
    batch?.push(id);
    isOpen = batch !== undefined && batch.length < size && /^image\/(?:png|jpe?g)/i.test(type);
  }
  return batches;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** https://docs.joinmastodon.org/methods/statuses/ */
export default defineService({
  id: 'mastodon',
  name: 'Mastodon',
  category: 'social',
  homepage: 'https://joinmastodon.org',
  schemes: { plain: ['mastodon', 'toot'], secure: ['mastodons', 'toots'] },
  attachments: 'streamed',
  throttleSeconds: 0,
  imageSize: '128x128',

  url: ['{token}@{host}[:{port}]', '{token}@{host}[:{port}]/{targets}'],
  canonical: '{token}@{host}[:{port}]/{targets}',
  fields: {
    host: field.host(),
    token: field.text('Access Token', { required: true, aliases: ['token'], mask: 'all' }),
    port: field.port(),
    targets: field.recipients(
      {
        user: { label: 'Target User', prefix: '@', read: readUser, write: asIs },
        hashtag: { label: 'Hashtag', prefix: '#', unpublished: true, read: readHashtag, write: asIs },
      },
      { sorted: true, safe: '@' },
    ),
    visibility: field.choice('Visibility', ['default', 'direct', 'private', 'unlisted', 'public'], {
      default: 'default',
      match: 'prefix',
    }),
    batch: field.flag('Batch Mode', { default: true }),
    sensitive: field.flag('Sensitive Attachments', { default: false }),
    cache: field.flag('Cache Results', { default: true, written: 'never' }),
    spoiler: field.text('Spoiler Text', { late: true }),
    key: field.text('Idempotency-Key', { late: true }),
    language: field.text('Language Code', { late: true }),
    ping: field.list('Ping Users/Tags', { late: true }),
  },
  // A user with a password is none.
  read: (raw, { password }) => (password ? { ...raw, token: undefined } : raw),
  resolve: (settings, raw) => {
    const { user, hashtag: hashtags, invalid } = settings.targets;
    const hashtag = without(hashtags, []);
    if (invalid.length > 0 && user.length + hashtag.length === 0)
      throw new UrlError('invalid-field', { field: 'targets' });
    const ping = without(
      settings.ping.flatMap((text) => readMention(text) ?? []),
      [],
    );
    return {
      ...settings,
      targets: { user, hashtag, invalid },
      visibility: settings.scheme.startsWith('toot') && !raw['visibility'] ? 'public' : settings.visibility,
      ping,
      /** What every status ends with. */
      mentions: without([...user, ...hashtag, ...ping].toSorted(), []),
    };
  },
  limits: ({ mentions }) => ({
    title: 0,
    body: Math.max(0, MAX_STATUS_CHARACTERS - countCodePoints(ending(mentions))),
  }),
  identity: ({ token, host, port, secure }) => ['mastodons', token, host, port || (secure ? 443 : 80)],
  count: ({ targets }) => Math.max(1, targets.user.length),

  accept: [200, 201, 202],
  async deliver(settings, message, context) {
    const { token, targets, mentions, visibility, batch, sensitive, spoiler, key, language } = settings;
    const { body, attachments } = message;
    const send = withinLimit(context, RATE_LIMIT);
    const api: Api = { address: `${http.origin(settings)}/api/v1`, auth: http.bearer(token), context, send };

    let before: readonly string[] = [];
    if (visibility === 'direct') {
      const own = targets.user.length === 0 ? await ownName(api) : undefined;
      const mentioned = new Set(usersIn(body));
      before = own ? [own] : targets.user;
      if (before.length === 0) return;
      before = before.filter((user) => !mentioned.has(user));
    }
    const media = await upload(api, attachments);
    if (!media) return;

    const post = (status: Readonly<Record<string, Json>>) =>
      send(http.post(`${api.address}/statuses`, { auth: api.auth, json: status }));
    const note = {
      status: [...before, body].join(' ') + ending(mentionsBehind(message, before, mentions)),
      sensitive,
      visibility: visibility === 'default' ? undefined : visibility,
      spoiler_text: spoiler,
      'Idempotency-Key': key,
      language,
    };
    const batches = batchesOf(media, batch ? MAX_IMAGES : 1);
    if (batches.length === 0) await post(note);
    for (const [index, media_ids] of batches.entries()) {
      const isFirst = index === 0 && body !== '';
      const part = {
        status: `${twoDigits(index + 1)}/${twoDigits(batches.length)}`,
        sensitive: false,
        'Idempotency-Key': key && `${key}-part${twoDigits(index)}`,
      };
      await post({ ...note, media_ids, ...(!isFirst && part) });
    }
  },
});
