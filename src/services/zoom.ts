import { defineService, field, http } from '../service/index.ts';

const NATIVE = /^https:\/\/inbots\.zoom\.us\/incoming\/hook\/([A-Z0-9_-]+)\/?(\?.+)?$/i;

/** https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0067640 */
export default defineService({
  id: 'zoom',
  name: 'Zoom',
  category: 'chat',
  homepage: 'https://zoom.us/',
  schemes: { secure: ['zoom'] },
  limits: { body: 4000 },
  amalgamateTitle: true,

  url: '{webhook_id}/{token}',
  fields: {
    webhook_id: field.secret('Webhook ID', { required: true }),
    token: field.secret('Verification Token', { required: true, aliases: ['token'] }),
    mode: field.choice('Mode', ['simple', 'full'], { default: 'full' }),
  },
  identity: ['webhook_id', 'token', 'mode'],
  native: (url) => {
    const [whole, id, query = ''] = NATIVE.exec(url) ?? [];
    return whole && `zoom://${id}/${query}`;
  },

  accept: [200, 204],
  requests: ({ webhook_id, token, mode }, { title, body }) =>
    http.post(`https://inbots.zoom.us/incoming/hook/${webhook_id}`, {
      auth: token,
      query: { format: mode === 'full' ? 'full' : 'message' },
      json:
        mode === 'full'
          ? { content: { ...(title && { head: { text: title } }), body: [{ type: 'message', text: body }] } }
          : title
            ? `${title}\r\n${body}`
            : body,
    }),
});
