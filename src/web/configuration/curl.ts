import { fieldOption, fileOption, quote } from '../shell.ts';
import type { Attached } from './attachments.tsx';

/** The shell command that sends the same notification. */
export function curlOf(
  address: string,
  fields: readonly (readonly [name: string, value: string])[],
  attached: readonly Attached[],
): string {
  const options = [
    ...fields.map(([name, value]) => fieldOption(name, value)),
    ...attached.map((one) => (typeof one === 'string' ? fieldOption('attach', one) : fileOption(one.name))),
  ];
  return ['curl', ...options, quote(address)].join(' \\\n  ');
}
