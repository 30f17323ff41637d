import { defineService, http } from '../service/index.ts';
import { webhookFields, webhookIdentity, webhookUrl, withExtras } from '../service/webhook.ts';

/** https://appriseit.com/services/json/ */
export default defineService({
  id: 'json',
  name: 'JSON',
  category: 'webhook',
  schemes: { plain: ['json'], secure: ['jsons'] },
  attachments: 'inline',
  throttleSeconds: 0,
  imageSize: '128x128',

  ...webhookUrl,
  fields: webhookFields,
  identity: webhookIdentity,

  accept: '2xx',
  requests: (settings, { title, body, type, attachments }) => {
    const { method, fullpath, user, password, headers, params, payload } = settings;
    const files = attachments.map((file) => ({ filename: file.name, base64: http.base64(file), mimetype: file.type }));
    return http.request(method, http.origin(settings) + fullpath, {
      ...(user && { auth: http.basic(user, password) }),
      headers: { 'Content-Type': 'application/json', ...Object.fromEntries(headers) },
      query: [...params],
      json: Object.fromEntries(withExtras({ version: '1.0', title, message: body, attachments: files, type }, payload)),
    });
  },
});
