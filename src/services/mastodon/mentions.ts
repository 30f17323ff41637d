import type { Message } from '../../service/message.ts';

/** Users and hashtags in a text, as Mastodon takes them for such. */
const USER_IN_TEXT = /(?<![\w@])@[A-Z0-9_]+(?:@[A-Z0-9_.-]+)?(?=$|[\s,.&()[\]<>])/gi;
const HASHTAG_IN_TEXT = /(?<![#%\p{L}\p{N}_])#[\p{L}\p{N}][\p{L}\p{N}_]*(?![#%\p{L}\p{N}_])/gu;

const USER = /^@?([A-Z0-9_]+(?:@[A-Z0-9_.-]+)?)$/i;
const HASHTAG = /^#[\p{L}\p{N}][\p{L}\p{N}_]*$/u;
/** Digits alone are no hashtag. */
const NUMBER = /^#[\p{Nd}_]*$/u;

const isHashtag = (text: string): boolean => HASHTAG.test(text) && !NUMBER.test(text);

/** A user as `@name` or `@name@host`, however it is given. */
export function readUser(text: string): string | undefined {
  const [, name] = USER.exec(text) ?? [];
  return name && `@${name}`;
}

/** A hashtag with its `#`. */
export const readHashtag = (text: string): string | undefined => (isHashtag(text) ? text : undefined);

/** A user or a hashtag that is marked as such. */
export const readMention = (text: string): string | undefined =>
  text.startsWith('@') ? readUser(text) : readHashtag(text);

/** The users a text mentions. */
export const usersIn = (text: string): string[] => text.match(USER_IN_TEXT) ?? [];

/** The users and hashtags a text mentions. */
const mentionsIn = (text: string): string[] => [
  ...usersIn(text),
  ...(text.match(HASHTAG_IN_TEXT) ?? []).filter(isHashtag),
];

/** Those mentions that are not among others, each once whatever its case. */
export function without(mentions: readonly string[], others: readonly string[]): string[] {
  const seen = new Set(others.map((mention) => mention.toLowerCase()));
  const found: string[] = [];
  for (const mention of mentions) {
    const key = mention.toLowerCase();
    if (!seen.has(key)) found.push(mention);
    seen.add(key);
  }
  return found;
}

/** Mentions as they stand at the end of a status. */
export const ending = (mentions: readonly string[]): string => mentions.map((mention) => ` ${mention}`).join('');

/** What of the wanted mentions is still to be said behind a body, when some are already said before it. */
export function mentionsBehind(
  { body, format }: Pick<Message, 'body' | 'format'>,
  before: readonly string[],
  wanted: readonly string[],
): string[] {
  const inBody = format === 'html' ? [] : mentionsIn(body);
  // Markdown may hide what it mentions, so that is said once more.
  const repeated = format === 'markdown' ? without(inBody, before) : [];
  return [...repeated, ...without(wanted, [...before, ...inBody])];
}
