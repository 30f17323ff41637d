import type { Dialect } from '../text/dialect.ts';
import { escapeTags } from '../text/xml.ts';

/** The markup of Slack and Google Chat: `<address|label>` for links, and entities for what could be taken for one. */
export const chatMarkup: Dialect = {
  // A `>` at the beginning of a line is a quote.
  plain: (text) => text.replaceAll('&', '&amp;'),
  literal: (character) => ('*_~`'.includes(character) ? `\\${character}` : escapeTags(character)),
  code: (content, ticks) => ticks + escapeTags(content) + ticks,
  link: (label, address) => {
    const target = escapeTags(address).replaceAll('|', '%7C');
    return label === '' ? `<${target}>` : `<${target}|${label}>`;
  },
  nesting: true,
};
