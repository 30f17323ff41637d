import { quote, unquote } from '../text/url.ts';
import type { DeliverContext } from './define.ts';
import { http } from './http.ts';

/** The place of a file as a URL names it: encoded twice, a path with or without `file://`. */
export const readLocation = (text: string): string => unquote(text).replace(/^file:\/\/([^?]*).*$/i, '$1');

/** The place of a file as it is written into a URL. */
export const writeLocation = (location: string): string =>
  quote(/^\w+:\/\//.test(location) ? location : `file://${location}`, '');

const MAX_BYTES_PER_CHARACTER = 4;

/** The text of a file the settings name, on this machine or on the web; undefined if there is none or it is too long. */
export async function loadText(location: string, maxCharacters: number, context: DeliverContext) {
  if (/^https?:\/\//i.test(location)) {
    const reply = await context.send(http.get(location, { publicOnly: true, accept: [200] }));
    return reply.ok && reply.text.length <= maxCharacters ? reply.text : undefined;
  }
  const bytes = await context.readFile(location, maxCharacters * MAX_BYTES_PER_CHARACTER);
  const text = bytes && Buffer.from(bytes).toString();
  return text !== undefined && text.length <= maxCharacters ? text : undefined;
}
