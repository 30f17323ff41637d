import { splitTags } from '../../service/tags.ts';

/** The formats a configuration is written in; `auto` leaves it to its content. */
export type ChosenFormat = 'auto' | 'text' | 'yaml';

const YAML_LIST = /^urls:[^\S\n]*(?:#.*)?$/m;
const FIRST_ITEM = /^([^\S\n]*)-(?=\s)/m;

/** One more line of a TEXT configuration. */
function insertText(content: string, url: string, tags: readonly string[]): string {
  const line = tags.length === 0 ? url : `${tags.join(',')}=${url}`;
  const head = content === '' || content.endsWith('\n') ? content : `${content}\n`;
  return `${head}${line}\n`;
}

/** One more item of the list `urls` of a YAML configuration. */
function insertYaml(content: string, url: string, tags: readonly string[]): string {
  const list = YAML_LIST.exec(content);
  const head = list ? content.slice(0, list.index + list[0].length) : `${content.trimEnd()}\n\nurls:`.trimStart();
  const tail = list ? content.slice(head.length) : '\n';
  const indent = (list && FIRST_ITEM.exec(tail)?.[1]) ?? '  ';
  const item = `${indent}- ${JSON.stringify(url)}`;
  return `${head}\n${tags.length === 0 ? item : `${item}:\n${indent}    tag: ${JSON.stringify(tags.join(', '))}`}${tail}`;
}

/** A configuration with one more service. */
export function insertService(content: string, format: 'text' | 'yaml', url: string, tags: string): string {
  return (format === 'yaml' ? insertYaml : insertText)(content, url, splitTags(tags));
}

const URL_TEXT = /[a-z\d]{1,32}:\/\/[^\s"']+/gi;
/** An option of a YAML configuration with its value on the same line. */
const YAML_OPTION = /^(\s*(?:-\s+)?[\w+:.-]+:[^\S\n]+)(?![|>&*!{[]?\s*$)(.+)$/;
/** Options that never hold a secret. */
const OPEN_OPTIONS =
  /^\s*(?:-\s+)?(?:version|tags?|groups?|include|format|overflow|retry|wait|optional|type|method|mode):/;

/** What begins a line of YAML that is not the continuation of a value. */
const YAML_START = /^\s*(?:#|-\s|[\w+:.-]+:|$)/;

/** The content with every URL masked as `mask` says, and every other value of YAML that may be a secret hidden. */
export function hideSecrets(content: string, format: 'text' | 'yaml', mask: (url: string) => string): string {
  const hide = (line: string): string => {
    const masked = line.replaceAll(URL_TEXT, mask);
    if (format === 'text' || masked !== line || OPEN_OPTIONS.test(line)) return masked;
    return YAML_START.test(line) ? line.replace(YAML_OPTION, '$1****') : line.replace(/\S.*/, '****');
  };
  return content.split('\n').map(hide).join('\n');
}
