/** The characters that mean something in XML and HTML, and what stands for them. */
export const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
};

/** The text as character data or attribute value of XML and HTML. */
export const escapeXml = (text: string): string => text.replace(/[&<>'"]/g, (character) => ENTITIES[character]!);

/** The text with nothing in it that could be taken for a tag or an entity; quotation marks stay. */
export const escapeTags = (text: string): string => text.replace(/[&<>]/g, (character) => ENTITIES[character]!);
