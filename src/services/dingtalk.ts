import { createHmac } from 'node:crypto';
import { defineService, field, http, readPhone } from '../service/index.ts';
import type { Reply } from '../service/http.ts';

const PHONE_DIGITS = 11;

const readTarget = (text: string): string | undefined => readPhone(text, PHONE_DIGITS);

/** https://open.dingtalk.com/document/robots/customize-robot-security-settings */
function signature(secret: string, timestamp: number): { readonly timestamp: number; readonly sign: string } {
  return { timestamp, sign: createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64') };
}

function failureOf(reply: Reply): string | undefined {
  const { errcode = 0 } = reply.json<{ errcode: number }>() ?? {};
  return errcode === 0 ? undefined : `Error ${errcode}`;
}

/** https://open.dingtalk.com/document/robots/custom-robot-access */
export default defineService({
  id: 'dingtalk',
  name: 'DingTalk',
  category: 'chat',
  homepage: 'https://www.dingtalk.com/',
  schemes: { secure: ['dingtalk'] },
  limits: ({ options }) => (options.format === 'markdown' ? {} : { title: 0 }),

  url: ['{token}/', '{token}/{targets}/', '{secret}@{token}/', '{secret}@{token}/{targets}/'],
  canonical: '[{secret}@]{token}/{targets}/',
  fields: {
    token: field.secret('Token', { required: true, aliases: ['token'], pattern: /^[a-z0-9]+$/i }),
    secret: field.secret('Secret', { aliases: ['secret'], pattern: /^[a-z0-9]+$/i, mask: 'all' }),
    targets: field.recipients({ phone_no: { label: 'Target Phone No', read: readTarget } }, { sorted: true }),
  },
  identity: ['secret', 'token'],
  count: ({ targets }) => Math.max(1, targets.phone_no.length),

  failure: failureOf,
  requests: ({ token, secret, targets }, { title, body, format }, context) =>
    http.post('https://oapi.dingtalk.com/robot/send', {
      query: { access_token: token, ...(secret && signature(secret, Math.round(context.now()))) },
      json: {
        at: { atMobiles: targets.phone_no, isAtAll: false },
        ...(format === 'markdown'
          ? { msgtype: 'markdown', markdown: { title, text: body } }
          : { msgtype: 'text', text: { content: body } }),
      },
    }),
});
