import type { Format } from './format.ts';

/** A message that is text all through: what most services send. */
export interface PreparedText {
  readonly title: string;
  readonly body: string;
}

/** What there is to know for showing a title in a body. */
export interface FoldStyle {
  /** The format of the service, and so of the body. */
  readonly format: Format;
  /** The element that sets the title off in HTML. */
  readonly titleTag: string;
  /** The line of Markdown that shows it, where that is no heading. */
  readonly heading?: ((title: string) => string) | undefined;
}

const markdownHeading = (title: string): string => `# ${title}`;

/** The body under its title, for services that have no titles; `declared` is the format the message was written in. */
export function foldTitle(
  { title, body }: PreparedText,
  { format, titleTag, heading = markdownHeading }: FoldStyle,
  declared: Format | undefined,
): string {
  if (title === '') return body;
  if (format === 'html') return `<${titleTag}>${title}</${titleTag}><br />\r\n${body}`;
  if (format === 'markdown' && (declared === 'text' || declared === 'html')) {
    const shown = title.replace(/^[\s#-]+/, '');
    return shown === '' ? body : `${heading(shown)}\n${body}`;
  }
  return `${title}\r\n${body}`;
}
