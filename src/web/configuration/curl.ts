import type { Attached } from './attachments.tsx';

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The shell command that sends the same notification. */
export function curlOf(
  address: string,
  fields: readonly (readonly [name: string, value: string])[],
  attached: readonly Attached[],
): string {
  const parts = [
    // A form value that begins with @ or < would be read as the name of a file.
    ...fields.map(([name, value]) => `--form-string ${quote(`${name}=${value}`)}`),
    ...attached.map((one) =>
      typeof one === 'string' ? `--form-string ${quote(`attach=${one}`)}` : `-F ${quote(`attachment=@"${one.name}"`)}`,
    ),
  ];
  return ['curl', ...parts, quote(address)].join(' \\\n  ');
}
