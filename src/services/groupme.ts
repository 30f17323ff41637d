// `deliver`: images are posted by the address that their upload answers.
import { defineService, field, http } from '../service/index.ts';

/** https://dev.groupme.com/tutorials/bots */
export default defineService({
  id: 'groupme',
  name: 'GroupMe',
  category: 'chat',
  homepage: 'https://groupme.com/',
  schemes: { secure: ['groupme'] },
  attachments: 'streamed',
  limits: { title: 0, body: 1000 },

  url: '{bot_id}[/{token}]',
  fields: {
    bot_id: field.secret('Bot ID', { required: true, aliases: ['bot_id'], check: /^[a-z0-9]+$/i }),
    token: field.secret('Access Token', { aliases: ['token'] }),
  },
  identity: ['bot_id'],

  accept: [200, 202],
  statuses: {
    400: 'Bad Request - Malformed payload or missing required fields.',
    401: 'Unauthorized - Invalid or expired access token.',
    404: 'Not Found - The specified bot_id does not exist.',
    429: 'Too many requests; rate-limit exceeded.',
  },
  async deliver({ bot_id, token }, { body, attachments }, context) {
    const images: { type: string; url: string }[] = [];
    // Without a token nothing can be uploaded, and GroupMe takes nothing but images.
    for (const file of token === undefined ? [] : attachments.filter(({ type }) => /^(?:image\/|$)/.test(type))) {
      const reply = await context.send(
        http.post('https://image.groupme.com/pictures', {
          headers: { 'Content-Type': file.type, 'X-Access-Token': token },
          content: file,
          accept: [200],
        }),
      );
      if (!reply.ok) return;
      const url = reply.json<{ payload: { url?: string } }>()?.payload?.url;
      if (!url) return context.fail('An image was taken without an address');
      images.push({ type: 'image', url });
    }
    await context.send(
      http.post('https://api.groupme.com/v3/bots/post', {
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        json: { bot_id, text: body, attachments: images.length > 0 ? images : undefined },
      }),
    );
  },
});
