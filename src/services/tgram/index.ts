// `deliver`: without targets, messages go to whoever has written to the bot last, and a message may come out of a file.
import { defineService, field, http } from '../../service/index.ts';
import {
  fromTemplate,
  isJsonObject,
  templateField,
  templateTokensField,
  writeTemplate,
  type JsonObject,
} from '../../service/json-template.ts';
import type { Message } from '../../service/message.ts';
import { countCodePoints } from '../../text/code-points.ts';
import { fileRequest, iconRequest, ownerOf } from './api.ts';
import { escapeUnescaped, MARKDOWN_VERSIONS } from './dialects.ts';
import { toTelegramHtml } from './html.ts';
import { readChat, targetOf, type Target } from './targets.ts';

const MAX_CAPTION_CHARACTERS = 1024;

const readToken = (text: string): string => text.replace(/^bot/i, '');

/** The text of a message and how Telegram is to read it. */
function textOf({ body, format, writtenIn }: Message, version: 'v1' | 'v2') {
  if (format !== 'markdown')
    return { parse_mode: 'HTML', text: toTelegramHtml(body, writtenIn !== undefined && writtenIn !== 'text') };
  const isPlain = version === 'v2' && writtenIn === 'text';
  return { parse_mode: MARKDOWN_VERSIONS[version].parseMode, text: isPlain ? escapeUnescaped(body) : body };
}

const hasBlocks = ({ blocks }: JsonObject): boolean =>
  Array.isArray(blocks) &&
  blocks.length > 0 &&
  blocks.every((block: unknown) => isJsonObject(block) && typeof block['type'] === 'string');

/** https://core.telegram.org/bots/api */
export default defineService({
  id: 'tgram',
  name: 'Telegram',
  category: 'chat',
  homepage: 'https://telegram.org/',
  setup: 'https://appriseit.com/services/telegram/',
  schemes: { secure: ['tgram'] },
  format: 'html',
  attachments: 'streamed',
  throttleSeconds: 0.001,
  imageSize: '256x256',

  url: ['{bot_token}', '{bot_token}/{targets}'],
  canonical: '{bot_token}/{targets}/',
  fields: {
    bot_token: field.secret('Bot Token', {
      required: true,
      check: /^(?:bot)?[0-9]+:[a-z0-9_-]+$/i,
      read: readToken,
      published: { pattern: ['^(bot)?(?P<key>[0-9]+:[a-z0-9_-]+)$', 'i'] },
    }),
    targets: field.recipients(
      {
        user: {
          label: 'Target Chat ID',
          read: readChat,
          published: { pattern: ['^((-?[0-9]{1,32})|([a-z_-][a-z0-9_-]+))$', 'i'] },
        },
      },
      { sorted: true, safe: '@:' },
    ),
    include_image: field.flag('Include Image', { key: 'image', default: false, names: ['False', 'True'] }),
    detect_owner: field.flag('Detect Bot Owner', { key: 'detect', default: true }),
    silent: field.flag('Silent Notification', { default: false }),
    preview: field.flag('Web Page Preview', { default: false }),
    content: field.choice('Content Placement', ['before', 'after'], { default: 'before' }),
    mdv: field.choice('Markdown Version', ['v1', 'v2'], {
      default: 'v1',
      lenient: true,
      match: 'start',
      synonyms: { v1: 'v1', 1: 'v1', v2: 'v2', 2: 'v2', default: 'v2' },
    }),
    topic: field.integer('Topic Thread ID', { aliases: ['thread'] }),
    template: { ...templateField, label: 'Rich Message Template Path' },
    tokens: templateTokensField,
  },
  resolve: (settings, raw) => {
    const { user, invalid } = settings.targets;
    const isAlone = user.length + invalid.length === 0;
    return {
      ...settings,
      topic: settings.topic || undefined,
      detect_owner: invalid.length === 0 && (raw['detect_owner'] === undefined ? isAlone : settings.detect_owner),
    };
  },
  // What a template is made of is neither folded nor cut.
  limits: ({ template }) => (template === undefined ? { title: 0, body: 4096 } : {}),
  dialect: ({ mdv }) => MARKDOWN_VERSIONS[mdv].dialect,
  identity: ['bot_token'],
  count: ({ targets }) => Math.max(1, targets.user.length),
  write: (settings) => ({
    ...writeTemplate(settings),
    targets: {
      ...settings.targets,
      user: settings.targets.user.map((chat) => {
        const { chat_id, message_thread_id: topic } = targetOf(chat, settings.topic);
        return topic === undefined ? String(chat_id) : `${chat_id}:${topic}`;
      }),
    },
  }),

  async deliver(settings, message, context) {
    const { bot_token, targets, topic, include_image, detect_owner, silent, preview, content, mdv, template } =
      settings;
    const { body, type, attachments } = message;
    const address = `https://api.telegram.org/bot${bot_token}`;

    const owner = targets.user.length === 0 && detect_owner ? await ownerOf(address, context) : undefined;
    if (owner === undefined && targets.user.length === 0) return context.fail('There are no targets to notify.');
    const places: readonly Target[] = owner
      ? [{ chat_id: owner, message_thread_id: topic }]
      : targets.user.map((chat) => targetOf(chat, topic));

    const image = include_image ? context.image(type) : undefined;
    const made = template === undefined ? undefined : await fromTemplate(settings, message, context, image ?? '');
    if (template !== undefined && !made) return;
    if (made && !hasBlocks(made)) return context.fail('The template has no blocks, or some without a type');

    const { parse_mode, text } = textOf(message, mdv);
    const isCaption = !made && attachments.length > 0 && body !== '' && countCodePoints(text) < MAX_CAPTION_CHARACTERS;
    const caption = { caption: text, show_caption_above_media: content === 'before' ? 'True' : 'False', parse_mode };

    const sendFiles = async (place: Target): Promise<boolean> => {
      for (const [index, file] of attachments.entries()) {
        const more = isCaption && index === 0 ? caption : {};
        if (!(await context.send(fileRequest(address, file, place, more))).ok) return false;
      }
      return true;
    };
    const sendText = async (place: Target): Promise<boolean> => {
      const json = made
        ? { rich_message: made, link_preview_options: preview ? undefined : { is_disabled: true } }
        : { disable_notification: silent, disable_web_page_preview: !preview, parse_mode, text };
      const url = `${address}/${made ? 'sendRichMessage' : 'sendMessage'}`;
      return (await context.send(http.post(url, { json: { ...place, ...json } }))).ok;
    };
    const hasText = made !== undefined || (body !== '' && !isCaption);
    const isTextLast = !made && content === 'after';
    const steps = [
      ...(hasText && !isTextLast ? [sendText] : []),
      sendFiles,
      ...(hasText && isTextLast ? [sendText] : []),
    ];
    for (const place of places) {
      if (image && !made) await context.send(iconRequest(address, image, place));
      for (const step of steps) if (!(await step(place))) break;
    }
  },
});
