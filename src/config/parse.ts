import { detectFormat, withoutByteOrderMark, type ConfigFormat } from './detect.ts';
import { refused, type Parsed, type ParseOptions } from './configuration.ts';
import { parseText } from './text.ts';
import { parseYaml } from './yaml.ts';

/** What a configuration says, and the format it was read in; undefined if that could not be told. */
export interface Configuration extends Parsed {
  readonly format: ConfigFormat | undefined;
}

const PARSERS = { text: parseText, yaml: parseYaml } as const;

/** Reads a configuration in the format given, or in the one it seems to be in. */
export function parseConfiguration(
  content: string,
  format: ConfigFormat | undefined,
  options: ParseOptions,
): Configuration {
  const known = format ?? detectFormat(content);
  const parsed = known
    ? PARSERS[known](withoutByteOrderMark(content), options)
    : refused(undefined, 'the first line tells no format of configuration');
  return { format: known, ...parsed };
}
