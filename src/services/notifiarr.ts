import { colorOf } from '../service/asset.ts';
import type { Json } from '../service/http.ts';
import { defineService, field, hostAsTargetWith, http } from '../service/index.ts';

/** A user `@1`, `<@1>`, a role `@&1`, `<@&1>`, or a word as in `@here`. */
const MENTION = /<?@(&?)(\d+)>?|@([a-z0-9]+)/gi;

const splitTargets = (text: string): string[] => text.split(/[ \t\r\n,#\\/]+/).filter(Boolean);
const readChannel = (text: string): string | undefined => /^#?0*(\d+)/.exec(text)?.[1];

/** Whom a text mentions: one user and one role to call, and the line that shows them all. */
function pingsIn(text: string) {
  const mentions = [...text.matchAll(MENTION)].map(([, mark = '', id = '', word]) => ({ mark, id, word }));
  const ids = mentions.filter(({ word }) => word === undefined);
  const shown = mentions.map(({ mark, id, word }) => (word === undefined ? `<@${mark}${id}>` : `@${word}`));
  return {
    ping: {
      pingUser: ids.find(({ mark }) => mark === '')?.id ?? 0,
      pingRole: ids.find(({ mark }) => mark === '&')?.id ?? 0,
    },
    content: shown.length > 0 ? `👉 ${shown.join(' ')}` : '',
  };
}

/** What ends the JSON of a message, where its channel is put in. */
const END = '}}';

/** The JSON of a message to a channel, the number of which may be beyond the exact ones of JavaScript. */
const textFor = (channel: string, message: Readonly<Record<string, Json>>, discord: Json): string =>
  `${JSON.stringify({ ...message, discord }).slice(0, -END.length)},"ids":{"channel":${channel}}${END}`;

/** https://notifiarr.wiki/en/Website/Integrations/Apprise */
export default defineService({
  id: 'notifiarr',
  name: 'Notifiarr',
  category: 'chat',
  homepage: 'https://notifiarr.com/',
  schemes: { secure: ['notifiarr'] },
  throttleSeconds: 0.04,
  imageSize: '256x256',

  url: '{apikey}/{targets}',
  canonical: '{apikey}/{targets}',
  fields: {
    apikey: field.secret('Token', { required: true, aliases: ['apikey', 'key'] }),
    targets: field.recipients(
      { channel: { label: 'Target Channel', prefix: '#', read: readChannel } },
      { required: 'published', sorted: true, split: splitTargets, keepInvalid: true, safe: '+#@' },
    ),
    include_image: field.flag('Include Image', { key: 'image', default: false }),
    source: field.text('Source', { aliases: ['from'] }),
    event: field.integer('Discord Event ID'),
  },
  read: hostAsTargetWith('apikey', 'key'),
  resolve: (settings) => ({ ...settings, event: settings.event || undefined }),
  // Without its scheme, as it always was.
  identity: ({ apikey }) => [undefined, apikey],
  count: ({ targets: { channel, invalid } }) => Math.max(1, channel.length + invalid.length),

  accept: '2xx',
  requests: ({ apikey, targets, include_image, source, event }, { title, body, type }, context) => {
    const { appId, appDescription } = context.asset;
    const image = include_image ? context.image(type) : undefined;
    const { ping, content } = pingsIn(body);
    const text = { title, content, description: body, footer: appDescription, icon: image };
    const images = image ? { thumbnail: image } : undefined;
    const message = {
      source: source ?? appId,
      type,
      notification: { update: event !== undefined, name: appId, event: event === undefined ? '' : String(event) },
    };
    return targets.channel.map((channel) =>
      http.post('https://notifiarr.com/api/v1/notification/apprise', {
        headers: { Accept: 'text/plain', 'Content-Type': 'application/json', 'X-api-Key': apikey },
        text: textFor(channel, message, { color: colorOf(type), ping, text, images }),
      }),
    );
  },
});
