import { defineService, field, http } from '../service/index.ts';
import { markOf } from '../service/asset.ts';

/** https://push.i-i.me/ */
export default defineService({
  id: 'pushme',
  name: 'PushMe',
  category: 'push',
  homepage: 'https://push.i-i.me/',
  schemes: { plain: ['pushme'] },

  url: '{token}',
  fields: {
    token: field.secret('Token', { required: true, aliases: ['token', 'push_key'] }),
    status: field.flag('Show Status', { default: true }),
  },
  // Begins with the secure scheme in the reference, which there is none of.
  identity: ({ token }) => [undefined, token],

  requests: ({ token, status }, { title, body, type, format }) =>
    http.post('https://push.i-i.me/', {
      query: {
        push_key: token,
        title: status ? `${markOf(type)} ${title}` : title,
        content: body,
        type: format === 'markdown' ? 'markdown' : 'text',
      },
    }),
});
