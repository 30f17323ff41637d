import { chatMarkup } from '../service/chat-markup.ts';
import { defineService, field, http } from '../service/index.ts';
import type { Dialect } from '../text/dialect.ts';

const NATIVE = /^https:\/\/chat\.googleapis\.com\/v1\/spaces\/([A-Z0-9_-]+)\/messages\/*(.+)$/i;

/** https://developers.google.com/workspace/chat/format-messages: nested lists are indented by four blanks, not two. */
const dialect: Dialect = {
  ...chatMarkup,
  plain: (text) => chatMarkup.plain(text).replace(/(?<=\n) +/g, '$&$&'),
};

/** https://developers.google.com/workspace/chat/quickstart/webhooks */
export default defineService({
  id: 'gchat',
  name: 'Google Chat',
  category: 'chat',
  homepage: 'https://chat.google.com/',
  setup: 'https://appriseit.com/services/googlechat/',
  schemes: { secure: ['gchat'] },
  format: 'markdown',
  limits: { title: 0, body: 4000 },
  dialect,

  url: '{workspace}/{webhook_key}/{webhook_token}[/{thread_key}]',
  canonical: '{workspace}/{webhook_key}/{webhook_token}/{thread_key}',
  fields: {
    workspace: field.secret('Workspace', { required: true, aliases: ['workspace'] }),
    webhook_key: field.secret('Webhook Key', { required: true, aliases: ['key'] }),
    webhook_token: field.secret('Webhook Token', { required: true, aliases: ['token'] }),
    thread_key: field.secret('Thread Key', { aliases: ['thread'], undocumented: ['threadkey'] }),
  },
  identity: ['workspace', 'webhook_key', 'webhook_token'],
  native: (url) => {
    const [whole, workspace, query] = NATIVE.exec(url) ?? [];
    return whole && `gchat://${workspace}/${query}`;
  },

  accept: [200, 204],
  requests: ({ workspace, webhook_key: key, webhook_token: token, thread_key }, { body }) =>
    http.post(`https://chat.googleapis.com/v1/spaces/${workspace}/messages`, {
      query: {
        token,
        key,
        messageReplyOption: thread_key === undefined ? undefined : 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD',
      },
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      json: { text: body, thread: thread_key === undefined ? undefined : { thread_key } },
    }),
});
