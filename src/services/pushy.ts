import { defineService, field, http } from '../service/index.ts';

const readTopic = (text: string): string | undefined => /^#?([a-z0-9]+)$/i.exec(text)?.[1];
const readDevice = (text: string): string | undefined => /^@([a-z0-9]+)$/i.exec(text)?.[1];

/** https://pushy.me/docs/api/send-notifications */
export default defineService({
  id: 'pushy',
  name: 'Pushy',
  category: 'push',
  homepage: 'https://pushy.me/',
  schemes: { secure: ['pushy'] },
  limits: { body: 4096 },

  url: '{apikey}/{targets}',
  fields: {
    apikey: field.secret('Secret API Key', { required: true, aliases: ['key'] }),
    targets: field.recipients(
      {
        topic: { label: 'Target Topic', prefix: '#', read: readTopic },
        device: { label: 'Target Device', prefix: '@', read: readDevice },
      },
      { required: 'published', sorted: true, safe: '@#' },
    ),
    sound: field.text('Sound'),
    badge: field.integer('Badge', { min: 0, lenient: true }),
  },

  failure: (reply) => (reply.json<{ success: boolean }>()?.success ? undefined : 'the answer tells of no success'),
  requests: ({ apikey, targets, sound, badge }, { title, body }) =>
    [...targets.topic, ...targets.device].map((to) =>
      http.post('https://api.pushy.me/push', {
        query: { api_key: apikey },
        headers: { Accepts: 'application/json' },
        json: { to, data: { message: body }, notification: { body, title: title || undefined, sound, badge } },
      }),
    ),
});
