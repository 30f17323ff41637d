import { defineService, field, http } from '../service/index.ts';
import { unquote } from '../text/percent.ts';

/** https://mobile.free.fr/account/v2/options/notifications */
export default defineService({
  id: 'freemobile',
  name: 'Free-Mobile',
  category: 'sms',
  homepage: 'https://mobile.free.fr/',
  schemes: { secure: ['freemobile'] },
  limits: { title: 0, body: 160 },

  url: '{user}@{password}',
  fields: {
    user: field.text('Username', { required: true }),
    password: field.secret('Password', { required: true }),
  },
  // Also `user:password@` is understood.
  read: (raw, { password }) => (password ? { ...raw, password: unquote(password) } : raw),

  requests: ({ user, password }, { body }) =>
    http.post('https://smsapi.free-mobile.fr/sendmsg', { json: { user, pass: password, msg: body } }),
});
