import type { Json } from '../../service/http.ts';
import { isJsonObject, type JsonObject } from '../../service/json-template.ts';
import type { Message } from '../../service/message.ts';

const MENTION = /<at>([^<]+)<\/at>/gi;

/** Those whom a text names, each once: only who is listed is called. */
function mentionsIn(text: string): JsonObject[] {
  const found = new Map<string, JsonObject>();
  for (const [whole, within = ''] of text.matchAll(MENTION)) {
    const name = within.trim();
    if (name && !found.has(name)) found.set(name, { type: 'mention', text: whole, mentioned: { id: name, name } });
  }
  return [...found.values()];
}

/** The card that shows a message: https://adaptivecards.io/explorer/ */
export function cardOf({ title, body, type }: Message, wrap: boolean, image: string | undefined): JsonObject {
  const entities = mentionsIn(body);
  const heading = { style: 'heading', weight: 'Bolder', size: 'Large', id: 'title' };
  const elements: Json[] = [{ type: 'TextBlock', text: body, style: 'default', wrap, id: 'body' }];
  if (title) elements.unshift({ type: 'TextBlock', text: title, ...heading });
  if (image) elements.unshift({ type: 'Image', url: image, height: '32px', altText: type });
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: elements,
    msteams: { width: 'full', entities: entities.length > 0 ? entities : undefined },
  };
}

/** Whether a template has made what Teams takes for a message. */
export const isMessage = ({ type, attachments }: JsonObject): boolean =>
  type === 'message' &&
  Array.isArray(attachments) &&
  attachments.length > 0 &&
  (attachments as readonly Json[]).every((part) => isJsonObject(part) && typeof part['contentType'] === 'string');
