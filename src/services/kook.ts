// `deliver`: files are posted by the address that their upload answers.
import { defineService, field, http } from '../service/index.ts';
import type { Reply } from '../service/http.ts';

const API = 'https://www.kookapp.cn/api/v3';
const NATIVE = /^https?:\/\/www\.kookapp\.cn\/api\/v3\/incoming\/([A-Z0-9_=+-]+)\/?(?:\?(.+))?$/i;

/** https://developer.kookapp.cn/doc/http/message */
const TEXT = 1;
const IMAGE = 2;
const FILE = 4;
const KMARKDOWN = 9;

const readChannel = (text: string): string | undefined => /^#?(\d{1,20})$/.exec(text)?.[1];

function failureOf(reply: Reply): string | undefined {
  const { code = 0 } = reply.json<{ code: number }>() ?? {};
  return code === 0 ? undefined : `Error ${code}`;
}

/** https://developer.kookapp.cn/doc/ */
export default defineService({
  id: 'kook',
  name: 'Kook',
  category: 'chat',
  homepage: 'https://www.kookapp.cn/',
  schemes: { secure: ['kook'] },
  format: 'markdown',
  limits: { title: 0, body: 5000 },

  url: '{token}[/{targets}]',
  fields: {
    token: field.secret('Token', { required: true, aliases: ['token'] }),
    targets: field.recipients(
      {
        channel: { label: 'Channel', read: readChannel, fallback: true, unpublished: true },
        user: { label: 'User', prefix: '@', pattern: /^\d{1,20}$/, unpublished: true },
      },
      { sorted: true, keepInvalid: true, safe: '@' },
    ),
    mode: field.choice('Mode', ['bot', 'webhook'], { default: 'bot', match: 'prefix', written: 'changed' }),
  },
  resolve: (settings) => settings,
  attachments: ({ mode }) => (mode === 'bot' ? 'streamed' : undefined),
  identity: ['mode', 'token'],
  count: () => 1,
  native: (url) => {
    const [whole, key, query] = NATIVE.exec(url) ?? [];
    return whole && `kook://${key}/?mode=webhook${query ? `&${query}` : ''}`;
  },

  failure: failureOf,
  statuses: {
    400: 'Bad Request - Malformed or missing parameters.',
    401: 'Unauthorized - Invalid token.',
    403: 'Forbidden - Insufficient permissions.',
    404: 'Not Found - Invalid channel or endpoint.',
    429: 'Too many consecutive requests were made.',
    500: 'Internal Server Error.',
  },
  async deliver({ token, mode, targets }, { body, format, attachments }, context) {
    const content = { type: format === 'markdown' ? KMARKDOWN : TEXT, content: body };
    if (mode === 'webhook') {
      await context.send(http.post(`${API}/incoming/${token}`, { json: content }));
      return;
    }
    const auth = `Bot ${token}`;
    const recipients = [
      ...targets.channel.map((id) => ({ url: `${API}/message/create`, id })),
      ...targets.user.map((id) => ({ url: `${API}/direct-message/create`, id })),
    ];
    if (recipients.length === 0) return context.fail('There are no targets to notify.');
    const post = async (shown: typeof content): Promise<boolean> => {
      let good = true;
      for (const { url, id } of recipients)
        good = (await context.send(http.post(url, { auth, json: { ...shown, target_id: id } }))).ok && good;
      return good;
    };
    if (!(await post(content))) return;
    for (const file of attachments) {
      const multipart = [{ name: 'file', value: file }];
      const reply = await context.send(http.post(`${API}/asset/create`, { auth, multipart }));
      if (!reply.ok) return;
      const address = reply.json<{ data: { url?: string } }>()?.data?.url;
      if (!address) return context.fail('A file was taken without an address');
      await post({ type: file.type.startsWith('image/') ? IMAGE : FILE, content: address });
    }
  },
});
