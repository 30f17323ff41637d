import type { Dialect } from '../../text/dialect.ts';

/** https://core.telegram.org/bots/api#markdownv2-style */
const RESERVED = /[_*[\]()~`>#+=|{}.!<-]/g;

const escapeReserved = (text: string): string => text.replace(RESERVED, '\\$&');

/** The text with what is reserved escaped, but for what is so already. */
export const escapeUnescaped = (text: string): string => text.replace(/(?<!\\)[_*[\]()~`>#+=|{}.!-]/g, '\\$&');

const code = (content: string, ticks: string): string => {
  const fence = ticks.length >= 3 || content.includes('\n') ? '```' : '`';
  return fence + content.replace(/[\\`]/g, '\\$&') + fence;
};
const escapeAddress = (address: string): string => address.replace(/[\\)]/g, '\\$&');

/** https://core.telegram.org/bots/api#markdown-style */
const MARKDOWN: Dialect = {
  plain: (text) => text,
  literal: (character) => ('`*_[]'.includes(character) ? `\\${character}` : character),
  code,
  link: (label, address) => (label === '' ? address : `[${label}](${escapeAddress(address)})`),
  nesting: false,
};

const MARKDOWN_V2: Dialect = {
  plain: escapeReserved,
  literal: (character) => `\\${character}`,
  code,
  link: (label, address) => (label === '' ? escapeReserved(address) : `[${label}](${escapeAddress(address)})`),
  nesting: true,
};

/** The kinds of Markdown that Telegram reads: its names for them, and how they are written. */
export const MARKDOWN_VERSIONS = {
  v1: { parseMode: 'MARKDOWN', dialect: MARKDOWN },
  v2: { parseMode: 'MarkdownV2', dialect: MARKDOWN_V2 },
} as const;
