import { defineService, field, http } from '../service/index.ts';
import { cut } from '../text/code-points.ts';

/** https://developers.viber.com/docs/api/rest-bot-api/#send-message */
const MAX_NAME_LENGTH = 28;
const shorten = (name: string): string => cut(name, MAX_NAME_LENGTH);

export default defineService({
  id: 'viber',
  name: 'Viber',
  category: 'chat',
  homepage: 'https://www.viber.com/',
  schemes: { secure: ['viber'] },
  limits: { title: 0, body: 30_000 },

  url: '{token}/{targets}',
  canonical: '{token}/{targets}',
  commonFirst: true,
  fields: {
    token: field.secret('Authentication Token', { required: true, aliases: ['token'], mask: 'all' }),
    targets: field.list('Receiver IDs', { required: 'published', aliases: ['to'], sorted: true }),
    source: field.text('Bot Name', { key: 'from', read: shorten }),
    avatar: field.text('Bot Avatar URL'),
  },
  count: ({ targets }) => Math.max(1, targets.length),

  failure: (reply) => {
    const answer = reply.json<{ status: number; status_message: string }>();
    return answer?.status === 0 ? undefined : (answer?.status_message ?? 'the answer cannot be read');
  },
  requests: ({ token, targets, source, avatar }, { body }, { asset }) =>
    targets.map((receiver) =>
      http.post('https://chatapi.viber.com/pa/send_message', {
        headers: { 'X-Viber-Auth-Token': token },
        json: { type: 'text', text: body, sender: { name: source ?? shorten(asset.appDescription), avatar }, receiver },
      }),
    ),
});
