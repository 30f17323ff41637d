// `deliver`: replies say how long to wait before the next request, and a payload may come out of a file.
import type { AnyDefinition } from '../../service/define.ts';
import type { Json, Part } from '../../service/http.ts';
import { defineService, field, http } from '../../service/index.ts';
import {
  fromTemplate,
  isJsonObject,
  templateField,
  templateTokensField,
  writeTemplate,
  type JsonObject,
} from '../../service/json-template.ts';
import type { Attachment } from '../../service/message.ts';
import { withinLimit } from '../../service/rate-limit.ts';
import { looksFields, messageFields, pingField } from './fields.ts';
import { payloadsOf } from './payload.ts';

/** https://discord.com/developers/docs/topics/rate-limits */
const RATE_LIMIT = {
  remaining: 'X-RateLimit-Remaining',
  reset: 'X-RateLimit-Reset',
  marginSeconds: 10,
  repeats: true,
};

/** Of one message. */
const MAX_FILES = 10;
const MAX_FILES_BYTES = 25 * 1024 * 1024;

/** The files of each message. */
function batchesOf(files: readonly Attachment[]): Attachment[][] {
  const batches: Attachment[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = batches.at(-1);
    bytes += file.size;
    if (last && last.length < MAX_FILES && bytes <= MAX_FILES_BYTES) last.push(file);
    else {
      batches.push([file]);
      bytes = file.size;
    }
  }
  return batches;
}

/** What a template must at least have for Discord to show something. */
function isShown({ content, embeds }: JsonObject): boolean {
  const hasEmbeds = Array.isArray(embeds) && embeds.length > 0;
  return hasEmbeds ? (embeds as readonly Json[]).every(isJsonObject) : typeof content === 'string' && content !== '';
}

/** What tells the services apart that have the webhooks of Discord. */
interface Vendor {
  readonly id: string;
  readonly name: string;
  readonly homepage: string;
  /** Where its webhooks are. */
  readonly api: string;
  /** Its addresses of webhooks: the id, the token and the query. */
  readonly native: RegExp;
}

/** A service with webhooks as Discord's: https://discord.com/developers/docs/resources/webhook#execute-webhook */
export const webhookService = ({ id, name, homepage, api, native }: Vendor): AnyDefinition =>
  defineService({
    id,
    name,
    category: 'chat',
    homepage,
    schemes: { secure: [id] },
    attachments: 'streamed',
    limits: { body: 2000 },
    amalgamateTitle: true,
    throttleSeconds: 0,
    imageSize: '256x256',

    url: ['{webhook_id}/{webhook_token}', '{botname}@{webhook_id}/{webhook_token}'],
    canonical: '[{botname}@]{webhook_id}/{webhook_token}/',
    fields: {
      user: field.text('Bot Name', { key: 'botname' }),
      webhook_id: field.secret('Webhook ID', { required: true }),
      webhook_token: field.secret('Webhook Token', { required: true }),
      ...looksFields,
      batch: field.flag('Batch Attachments', { default: true }),
      ...messageFields,
      ping: pingField,
      template: templateField,
      tokens: { ...templateTokensField, late: false },
    },
    native: (url) => {
      const [whole, webhook, token, query = ''] = native.exec(url) ?? [];
      return whole && `${id}://${webhook}/${token}/${query}`;
    },
    read: (raw, { query }) => {
      // Links and threads are for embeds.
      const hasEmbeds = query.has('thread') || (query.has('url') && !query.has('href'));
      return hasEmbeds ? { ...raw, format: 'markdown' } : raw;
    },
    resolve: (settings) => ({ ...settings, flags: settings.flags || undefined }),
    identity: ['webhook_id', 'webhook_token'],
    write: writeTemplate,

    accept: [200, 204],
    async deliver(settings, message, context) {
      const { webhook_id, webhook_token, thread, tts, avatar, avatar_url, batch, template } = settings;
      const { body, type, attachments } = message;
      const send = withinLimit(context, RATE_LIMIT);
      const url = `${api}/${webhook_id}/${webhook_token}`;
      const query = { thread_id: thread };
      const sender = {
        flags: settings.flags,
        avatar_url: avatar ? (avatar_url ?? context.image(type)) : undefined,
        username: settings.user,
      };

      const made = template === undefined ? undefined : await fromTemplate(settings, message, context);
      if (template !== undefined && !made) return;
      if (made && !isShown(made)) return context.fail('The template has neither content nor embeds');
      const payloads = made ? [made] : body ? payloadsOf(settings, message, context) : [];
      for (const payload of payloads) {
        const json = { tts, wait: !tts, ...sender, ...payload };
        const headers = { 'Content-Type': 'application/json; charset=utf-8' };
        if (!(await send(http.post(url, { query, headers, json }))).ok) return;
      }
      for (const files of batch ? batchesOf(attachments) : http.chunk(attachments, 1)) {
        const multipart: Part[] = [
          { name: 'payload_json', value: JSON.stringify({ tts: false, wait: true, ...sender }) },
          ...files.map((value, index) => ({ name: `files[${index}]`, value })),
        ];
        if (!(await send(http.post(url, { query, multipart }))).ok) return;
      }
    },
  });
