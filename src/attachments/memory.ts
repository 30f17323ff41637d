import { randomUUID } from 'node:crypto';
import type { Attachment } from '../service/message.ts';
import { UNKNOWN_TYPE } from '../text/mime.ts';

/** An attachment of content that is at hand: text as UTF-8, under a name of its own unless one is given. */
export function memoryAttachment(
  content: string | Uint8Array,
  { name, type }: { readonly name?: string | undefined; readonly type?: string | undefined } = {},
): Attachment {
  const isText = typeof content === 'string';
  const bytes = isText ? Buffer.from(content) : content;
  return {
    name: name || `${randomUUID()}${isText ? '.txt' : '.dat'}`,
    type: type ?? (isText ? 'text/plain' : UNKNOWN_TYPE),
    size: bytes.length,
    source: { bytes },
  };
}
