import { colorOf } from '../../service/asset.ts';
import type { Context } from '../../service/define.ts';
import { http, type HttpRequest, type Json } from '../../service/http.ts';
import type { Message } from '../../service/message.ts';
import { convert } from '../../text/convert/index.ts';
import { escapeTags, escapeXml } from '../../text/xml.ts';
import { plainBody } from './message.ts';

export const WEBHOOK_MODES = ['matrix', 'slack', 't2bot', 'hookshot'] as const;

/** What a message to a webhook takes from the settings. */
export interface Webhook {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly token: string;
  readonly webhook_path: string;
  readonly include_image: boolean;
}
type Payload = (webhook: Webhook, message: Message, context: Context) => Readonly<Record<string, Json>>;

const plain = ({ title, body }: Pick<Message, 'title' | 'body'>): string => (title ? `${title}\r\n${body}` : body);
const html = ({ title, body, format }: Message): string =>
  (title && `<h1>${escapeXml(title).replaceAll(' ', '&nbsp;')}</h1>`) + convert(body, format, 'html');

const matrixPayload: Payload = ({ user }, message, { asset }) => ({
  displayName: user || asset.appId,
  format: message.format === 'text' ? 'plain' : 'html',
  text: message.format === 'text' ? plain(message) : html(message),
});

const PAYLOADS: Readonly<Record<(typeof WEBHOOK_MODES)[number], Payload>> = {
  matrix: matrixPayload,
  t2bot: (webhook, message, context) => ({
    ...matrixPayload(webhook, message, context),
    avatarUrl: webhook.include_image ? context.image(message.type) : undefined,
  }),
  slack: ({ user }, { title, body, type, format }, context) => ({
    username: user || context.asset.appId,
    mrkdwn: format === 'markdown',
    attachments: [
      {
        title: escapeTags(title),
        text: escapeTags(body),
        color: colorOf(type),
        ts: context.now() / 1000,
        footer: context.asset.appId,
      },
    ],
  }),
  hookshot: ({ user }, message, { asset }) => {
    const text = plain({ title: message.title, body: plainBody(message) });
    return {
      username: user || asset.appId,
      text,
      html: message.format === 'text' ? escapeXml(text).replaceAll('\n', '<br/>') : html(message),
    };
  },
};

/** A message to a bridge that posts for others: it needs no account, and names no room. */
export function webhookRequest(
  mode: (typeof WEBHOOK_MODES)[number],
  webhook: Webhook,
  message: Message,
  context: Context,
): HttpRequest {
  const path = mode === 'hookshot' ? webhook.webhook_path : '/api/v1/matrix/hook';
  const origin = mode === 't2bot' ? 'https://webhooks.t2bot.io' : http.origin(webhook);
  const address = `${origin}${path === '/' ? '' : path}/${webhook.token}`;
  return http.post(address, { json: PAYLOADS[mode](webhook, message, context) });
}
