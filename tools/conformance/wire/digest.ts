import { createHash } from 'node:crypto';

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Binary content as rows show it. */
export const digestOf = (content: Uint8Array): { sha256: string; size: number } => ({
  sha256: sha256(content),
  size: content.length,
});

/** Longer texts in MIME messages are recorded by their digest. */
const MAX_TEXT_CHARACTERS = 4000;

/** The text of a MIME part as rows show it. */
export const showText = (text: string): { text: string } | { sha256: string; size: number } =>
  text.length > MAX_TEXT_CHARACTERS ? digestOf(Buffer.from(text)) : { text };
