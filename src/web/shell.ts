/** A text as one word of a shell. */
export const quote = (text: string): string =>
  /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The option of curl for a field of a form; a value that begins with @ or < is not read as the name of a file. */
export const fieldOption = (name: string, value: string): string => `--form-string ${quote(`${name}=${value}`)}`;

/** The option of curl for a file of a form. */
export const fileOption = (file: string): string =>
  `-F ${quote(`attachment=@"${file.replaceAll(/["\\]/g, String.raw`\$&`)}"`)}`;
