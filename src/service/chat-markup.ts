import type { Dialect } from '../text/dialect.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The text with nothing in it that could be taken for a mark or an entity. */
export const escapeEntities = (text: string): string => text.replace(/[&<>]/g, (character) => ENTITIES[character]!);

/** The markup of Slack and Google Chat: `<address|label>` for links, and entities for what could be taken for one. */
export const chatMarkup: Dialect = {
  // A `>` at the beginning of a line is a quote.
  plain: (text) => text.replaceAll('&', '&amp;'),
  literal: (character) => ('*_~`'.includes(character) ? `\\${character}` : escapeEntities(character)),
  code: (content, ticks) => ticks + escapeEntities(content) + ticks,
  link: (label, address) => {
    const target = escapeEntities(address).replaceAll('|', '%7C');
    return label === '' ? `<${target}>` : `<${target}|${label}>`;
  },
  nesting: true,
};
