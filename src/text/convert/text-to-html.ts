import { ENTITIES } from '../xml.ts';

const REPLACEMENTS: Readonly<Record<string, string>> = {
  ...ENTITIES,
  ' ': '&nbsp;',
  '\t': '&emsp;',
  '\n': '<br/>',
};

/** Plain text as HTML that looks the same: nothing in it is markup, and no blank or line break is lost. */
export const textToHtml = (text: string): string =>
  text.replace(/[&<>'" \t\n]/g, (character) => REPLACEMENTS[character] ?? character);
