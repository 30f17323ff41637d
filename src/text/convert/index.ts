import type { Format } from '../format.ts';
import { htmlToMarkdown } from './html-to-markdown/index.ts';
import { htmlToText } from './html-to-text.ts';
import { markdownToHtml } from './markdown-to-html/index.ts';
import { textToHtml } from './text-to-html.ts';

type Converter = (content: string) => string;

/** Plain text is valid Markdown and Markdown is made to be read as plain text: between these two nothing changes. */
const CONVERTERS: Readonly<Record<Format, Partial<Record<Format, Converter>>>> = {
  text: { html: textToHtml },
  markdown: { html: markdownToHtml },
  html: { text: htmlToText, markdown: htmlToMarkdown },
};

/** The content in another format; unchanged if the format it is in was not declared. */
export function convert(content: string, from: Format | undefined, to: Format): string {
  const converter = from && CONVERTERS[from][to];
  return converter ? converter(content) : content;
}
