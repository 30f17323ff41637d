const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
};

/** The text as character data or attribute value of XML and HTML. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>'"]/g, (character) => ENTITIES[character] ?? character);
