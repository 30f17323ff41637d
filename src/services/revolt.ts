// `deliver`: replies say how long to wait before the next request.
import { colorOf } from '../service/asset.ts';
import { defineService, field, http } from '../service/index.ts';
import { withinLimit } from '../service/rate-limit.ts';

/** https://developers.revolt.chat/developers/api/ratelimits.html */
const RATE_LIMIT = {
  remaining: 'X-RateLimit-Remaining',
  reset: 'X-RateLimit-Reset-After',
  isCountdown: true,
  marginSeconds: 2,
  repeats: true,
};

/** https://developers.revolt.chat/developers/api/reference.html */
export default defineService({
  id: 'revolt',
  name: 'Revolt',
  category: 'chat',
  homepage: 'https://revolt.chat/',
  schemes: { secure: ['revolt'] },
  limits: { title: 100, body: 2000 },
  throttleSeconds: 3,
  imageSize: '256x256',

  url: '{bot_token}/{targets}',
  fields: {
    bot_token: field.secret('Bot Token', { required: true, aliases: ['bot_token'] }),
    targets: field.recipients(
      { channel: { label: 'Channel ID', pattern: /^[a-z0-9_-]+$/i, private: true, required: true } },
      { aliases: ['to', 'channel'], required: 'published', sorted: true, mask: 'ends' },
    ),
    icon_url: field.text('Icon URL'),
    link: field.text('Embed URL', { key: 'url' }),
  },
  // Embeds are Markdown.
  read: (raw, { query }) => (query.has('format') ? raw : { ...raw, format: 'markdown' }),
  count: ({ targets }) => Math.max(1, targets.channel.length),

  accept: [200, 204],
  async deliver({ bot_token, targets, icon_url, link }, { title, body, type, format }, context) {
    if (targets.channel.length === 0) return context.fail('There are no targets to notify.');
    const send = withinLimit(context, RATE_LIMIT);
    const embed = {
      title: title || null,
      description: body,
      colour: colorOf(type),
      replies: null,
      icon_url: icon_url ?? context.image(type),
      url: link,
    };
    const json = format === 'markdown' ? { embeds: [embed] } : { content: title ? `${title}\n${body}` : body };
    for (const channel of targets.channel)
      await send(
        http.post(`https://api.revolt.chat/channels/${channel}/messages`, {
          headers: {
            'X-Bot-Token': bot_token,
            'Content-Type': 'application/json; charset=utf-8',
            Accept: 'application/json; charset=utf-8',
          },
          json,
        }),
      );
  },
});
