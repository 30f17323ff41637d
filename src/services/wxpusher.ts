import { defineService, field, http } from '../service/index.ts';

const CONTENT_TYPES = { text: 1, html: 2, markdown: 3 } as const;

const readTopic = (text: string): string | undefined => /^\s*0*([1-9][0-9]*|0)\s*$/.exec(text)?.[1];

/** https://wxpusher.zjiecode.com/docs/ */
export default defineService({
  id: 'wxpusher',
  name: 'WxPusher',
  category: 'push',
  homepage: 'https://wxpusher.zjiecode.com/',
  schemes: { secure: ['wxpusher'] },

  url: '{token}/{targets}',
  fields: {
    token: field.secret('App Token', { required: true, aliases: ['token'], pattern: /^AT_[^\s]+$/i, mask: 'all' }),
    targets: field.recipients(
      {
        topic: { label: 'Target Topic', type: 'int', read: readTopic },
        user: { label: 'Target User ID', pattern: /^UID_[^\s]+$/i },
      },
      { required: 'published', sorted: true, keepInvalid: true },
    ),
  },
  // Beside a token of the query the host is a target.
  read(raw, { query, host }) {
    if (!query.get('token') || !host) return raw;
    return { ...raw, targets: [raw['token'] as string, ...(raw['targets'] as string[])] };
  },
  identity: ['token'],
  count: () => 1,

  failure: (reply) => {
    const answer = reply.json<{ code: number; msg: string }>();
    return answer?.code === 1000 ? undefined : `code=${answer?.code ?? 'unknown'}: ${answer?.msg ?? 'no reason given'}`;
  },
  requests: ({ token, targets }, { title, body, format }) => {
    if (targets.topic.length + targets.user.length === 0) return [];
    return http.post('https://wxpusher.zjiecode.com/api/send/message', {
      headers: { Accept: 'application/json' },
      json: {
        appToken: token,
        content: body,
        summary: title,
        contentType: CONTENT_TYPES[format],
        topicIds: targets.topic.map(Number),
        uids: targets.user,
        url: null,
      },
    });
  },
});
