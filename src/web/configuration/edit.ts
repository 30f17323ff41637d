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

/** A URL, and what follows it on its line. */
const URL_LINE = /([a-z\d]{1,32}:\/\/[^\s"']+)(.*)/i;
/** Lines of YAML that hold no secret: comments, names whose values follow, options that never do. */
const OPEN_LINE =
  /^\s*(?:#.*|(?:-\s+)?[\w+:.-]+:\s*)?$|^\s*(?:-\s+)?(?:version|tags?|groups?|include|format|overflow|retry|wait|optional|type|method|mode):/;
/** Any other line of YAML: an item or the name of an option, where it begins with one, and its value. */
const VALUE_LINE = /^(\s*(?:-\s+)?(?:[\w+:.-]+:\s+)?)\S.*$/;

/** The content with every URL masked as `mask` says, and whatever else may be a secret hidden. */
export function hideSecrets(content: string, format: 'text' | 'yaml', mask: (url: string) => string): string {
  const maskUrl = (_: string, url: string, rest: string): string =>
    mask(url) + (/^["']?:?\s*$/.test(rest) ? rest : '****');
  const hide = (line: string): string => {
    if (URL_LINE.test(line)) return line.replace(URL_LINE, maskUrl);
    return format === 'text' || OPEN_LINE.test(line) ? line : line.replace(VALUE_LINE, '$1****');
  };
  return content.split('\n').map(hide).join('\n');
}
