import { colorOf } from '../../service/asset.ts';
import { escapeTags } from '../../text/xml.ts';
import type { Context, DeliverContext } from '../../service/define.ts';
import type { Json } from '../../service/http.ts';
import { fromTemplate, isJsonObject, type JsonObject } from '../../service/json-template.ts';
import type { Message } from '../../service/message.ts';
import { isWorkflow, type Mode } from './address.ts';
import { writeMarkup } from './markup.ts';

/** What a URL says of the looks of a message. */
export interface Looks {
  readonly mode: Mode;
  readonly user: string | undefined;
  readonly include_image: boolean;
  readonly include_footer: boolean;
  readonly include_timestamp: boolean;
  readonly use_blocks: boolean;
  readonly template: string | undefined;
  readonly tokens: ReadonlyMap<string, string>;
}

/** https://docs.slack.dev/block-kit/ */
function blocksOf(looks: Looks, { title, body, type, format }: Message, image: string | undefined, appId: string) {
  const textType = format === 'markdown' ? 'mrkdwn' : 'plain_text';
  const header = { type: 'header', text: { type: 'plain_text', text: title, emoji: true } };
  const section = { type: 'section', text: { type: textType, text: body } };
  const icon = { type: 'image', image_url: image, alt_text: type };
  const footer = { type: 'context', elements: [...(image ? [icon] : []), { type: textType, text: appId }] };
  return {
    icon_url: looks.include_footer ? image : undefined,
    attachments: [
      {
        blocks: [...(title ? [header] : []), section, ...(looks.include_footer ? [footer] : [])],
        color: colorOf(type),
      },
    ],
  };
}

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
function attachmentOf(looks: Looks, message: Message, image: string | undefined, context: Context) {
  const { title, body, type, format, writtenIn } = message;
  const isMarkup = format === 'markdown';
  const footer = { footer: context.asset.appId, footer_icon: image };
  return {
    mrkdwn: isMarkup,
    icon_url: image,
    attachments: [
      {
        title: escapeTags(title),
        text: isMarkup && writtenIn !== 'html' ? writeMarkup(body) : body,
        color: colorOf(type),
        ...(looks.include_footer && footer),
        ...(looks.include_footer && looks.include_timestamp && { ts: context.now() / 1000 }),
      },
    ],
  };
}

const isBlock = (value: Json): boolean => isJsonObject(value) && typeof value['type'] === 'string';

/** The attachment a template makes of a message, or undefined after a failure. */
async function attachmentFromTemplate(looks: Looks, message: Message, context: DeliverContext) {
  const image = looks.include_image ? context.image(message.type) : '';
  const made = await fromTemplate(looks, message, context, image);
  const blocks = made?.['blocks'];
  if (!made || (Array.isArray(blocks) && blocks.length > 0 && (blocks as readonly Json[]).every(isBlock))) return made;
  context.fail('The template has no blocks');
  return undefined;
}

/** What a message is sent as, but for its target; undefined after a failure. */
export async function payloadOf(
  looks: Looks,
  message: Message,
  context: DeliverContext,
): Promise<JsonObject | undefined> {
  const { title, body, type } = message;
  const image = looks.include_image ? context.image(type) : undefined;
  const made = looks.template === undefined ? undefined : await attachmentFromTemplate(looks, message, context);
  if (looks.template !== undefined && !made) return undefined;
  if (isWorkflow(looks.mode)) return made ?? { text: title ? `${title}: ${body}` : body };
  const sender = { username: looks.user };
  if (made) return { ...sender, attachments: [made] };
  if (looks.use_blocks) return { ...sender, ...blocksOf(looks, message, image, context.asset.appId) };
  return { ...sender, ...attachmentOf(looks, message, image, context) };
}
