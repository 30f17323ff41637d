// `deliver`: messages name the images that were uploaded before them, and users by ids that are looked up.
import type { DeliverContext } from '../../service/define.ts';
import { defineService, field } from '../../service/index.ts';
import { API, lookUp, ownId, signedCall, upload, type Call, type Media } from './api.ts';

/** Images of one tweet: https://docs.x.com/x-api/media/quickstart/best-practices */
const MAX_IMAGES = 4;

const readUser = (text: string): string | undefined => /^@?([A-Z0-9_]+)$/i.exec(text)?.[1];

/** The images of each tweet: photos together, moving ones alone. */
function batchesOf(media: readonly Media[], size: number): string[][] {
  const batches: string[][] = [];
  let open: string[] | undefined;
  for (const { id, type } of media) {
    const isPhoto = /^image\/(?:png|jpe?g)/i.test(type);
    if (isPhoto && open && open.length < size) open.push(id);
    else batches.push((open = [id]));
    if (!isPhoto) open = undefined;
  }
  return batches;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');
/** What stands for a text that has been said: which part it is of how many. */
const partOf = (index: number, count: number): string => `${twoDigits(index + 1)}/${twoDigits(count)}`;

/** The ids of the users to write to, oneself if there are no names; those known from before are not asked for again. */
async function recipients(call: Call, names: readonly string[], context: DeliverContext): Promise<string[]> {
  const known = (context.memory.get('ids') as Map<string, string> | undefined) ?? new Map<string, string>();
  context.memory.set('ids', known);
  if (names.length === 0) {
    const own = known.get('') ?? (await ownId(call));
    if (own) known.set('', own);
    return own ? [own] : [];
  }
  const kept = names.flatMap((name) => known.get(name) ?? []);
  const found = await lookUp(
    call,
    names.filter((name) => !known.has(name)),
  );
  for (const [name, id] of found) known.set(name, id);
  return [...kept, ...found.values()];
}

/** https://docs.x.com/x-api/posts/create-post and https://docs.x.com/x-api/direct-messages/create-dm-message-by-participant-id */
export default defineService({
  id: 'x',
  name: 'Twitter',
  category: 'social',
  homepage: 'https://twitter.com/',
  setup: 'https://appriseit.com/services/twitter/',
  schemes: { secure: ['x', 'twitter', 'tweet'] },
  attachments: 'streamed',
  throttleSeconds: 0,

  url: '{ckey}/{csecret}/{akey}/{asecret}[/{targets}]',
  canonical: '{ckey}/{csecret}/{akey}/{asecret}/{targets}',
  fields: {
    ckey: field.secret('Consumer Key', { required: true }),
    csecret: field.secret('Consumer Secret', { required: true, mask: 'all' }),
    akey: field.secret('Access Key', { required: true }),
    asecret: field.secret('Access Secret', { required: true, mask: 'all' }),
    targets: field.recipients(
      { user: { label: 'Target User', prefix: '@', read: readUser } },
      { sorted: true, safe: '@', keepInvalid: 'alone' },
    ),
    mode: field.choice('Message Mode', ['dm', 'tweet'], { default: 'dm', match: 'prefix' }),
    batch: field.flag('Batch Mode', { default: true }),
    cache: field.flag('Cache Results', { default: true }),
  },
  identity: ['ckey', 'csecret', 'akey', 'asecret'],
  read(raw, { user }) {
    const targets = (raw['targets'] as readonly string[] | undefined) ?? [];
    return user ? { ...raw, targets: [raw['user'], ...targets] } : raw;
  },
  resolve: (settings, raw) => ({
    ...settings,
    mode: settings.scheme === 'tweet' && !raw['mode'] ? 'tweet' : settings.mode,
  }),
  limits: ({ mode }) => ({ title: 0, body: mode === 'dm' ? 10_000 : 280 }),
  count: ({ targets }) => Math.max(1, targets.user.length),

  accept: '2xx',
  async deliver(settings, { body, attachments }, context) {
    const { targets, mode, batch, cache } = settings;
    const names = targets.user;
    if (names.length === 0 && targets.invalid.length > 0) return context.fail('There are no targets to notify.');
    const call = signedCall(settings, context);
    const media = await upload(call, attachments, mode === 'tweet' ? 'tweet_image' : 'dm_image', context);
    if (!media) return;
    const textOf = (index: number, count: number): string => (index === 0 && body ? body : partOf(index, count));

    if (mode === 'tweet') {
      const batches = batchesOf(media, batch ? MAX_IMAGES : 1);
      const tweets = batches.map((media_ids, index) => ({ text: textOf(index, batches.length), media: { media_ids } }));
      for (const json of tweets.length > 0 ? tweets : [{ text: body }]) await call('POST', `${API}/tweets`, { json });
      return;
    }
    if (!cache) context.memory.delete('ids');
    const ids = await recipients(call, names, context);
    if (ids.length === 0) return context.fail('There is nobody to write to.');
    const notes = media.map(({ id }, index) => ({
      text: textOf(index, media.length),
      attachments: [{ media_id: id }],
    }));
    for (const json of notes.length > 0 ? notes : [{ text: body }])
      for (const id of ids) await call('POST', `${API}/dm_conversations/with/${id}/messages`, { json });
  },
});
