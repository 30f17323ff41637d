import { defineService, field, http } from '../service/index.ts';

const NATIVE = /^https:\/\/hooks\.chime\.aws\/incomingwebhooks\/([A-Z0-9_-]+)\/?(?:\?(?:.*&)?token=([^&]+).*)?$/i;

/** https://docs.aws.amazon.com/chime/latest/ug/webhooks.html */
export default defineService({
  id: 'chime',
  name: 'Amazon Chime',
  category: 'chat',
  homepage: 'https://aws.amazon.com/chime/',
  schemes: { secure: ['chime'] },
  format: 'markdown',
  limits: { title: 0, body: 4096 },

  url: '{webhook_id}/{token}',
  fields: {
    webhook_id: field.secret('Webhook ID', { required: true, aliases: ['webhook_id'] }),
    token: field.secret('Webhook Token', { required: true, aliases: ['token'] }),
  },
  native: (url) => {
    const [whole, id, token] = NATIVE.exec(url) ?? [];
    return whole && `chime://${id}/?token=${token ?? ''}`;
  },

  requests: ({ webhook_id, token }, { body }) =>
    http.post(`https://hooks.chime.aws/incomingwebhooks/${webhook_id}`, {
      query: { token },
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      json: { Content: body },
    }),
});
