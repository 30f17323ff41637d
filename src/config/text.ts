import { readUrl } from '../service/load.ts';
import { splitTags } from '../service/tags.ts';
import { trim } from '../text/whitespace.ts';
import { Draft, refused, type Parsed, type ParseOptions } from './configuration.ts';
import { splitLines } from './detect.ts';

/** What a line says; undefined is nothing. */
type Line =
  | { readonly kind: 'url'; readonly tags: string; readonly url: string }
  | { readonly kind: 'group'; readonly names: string; readonly members: string }
  | { readonly kind: 'include'; readonly location: string }
  | { readonly kind: 'invalid' }
  | undefined;

const URL_START = /^[a-z\d]{1,32}:\/\//i;
const TAGS = /^[a-z\d, \t_:-]*$/i;
const MEMBERS = /^[a-z\d, \t_-]+$/i;
const BLANK = /[ \t]/;
const INCLUDE = /^include(?=\s)/i;

const isUrl = (text: string): boolean => URL_START.test(text);
/** Members may all be missing, but something must stand where they would. */
const isMembers = (text: string): boolean => MEMBERS.test(trim(text)) || (trim(text) === '' && BLANK.test(text));

function parseLine(line: string): Line {
  const text = trim(line);
  if (text === '' || text.startsWith('#') || text.startsWith(';')) return undefined;
  const equals = line.indexOf('=');
  const before = line.slice(0, equals);
  if (equals >= 0 && TAGS.test(trim(before))) {
    const after = line.slice(equals + 1);
    const url = trim(after);
    if (isUrl(url)) return { kind: 'url', tags: before, url };
    if (isMembers(after)) return { kind: 'group', names: before, members: after };
  }
  if (isUrl(text)) return { kind: 'url', tags: '', url: text };
  if (isMembers(text)) return { kind: 'group', names: '', members: text };
  if (INCLUDE.test(text)) return { kind: 'include', location: trim(text.replace(INCLUDE, '')) };
  return { kind: 'invalid' };
}

/**
 * Reads a TEXT configuration: `[tags =] URL`, `groups = tags`, `include LOCATION`, comments. One line that is none of
 * these makes the whole text something else, and nothing of it is taken.
 */
export function parseText(content: string, { catalog, asset }: ParseOptions): Parsed {
  const draft = new Draft();
  for (const [index, source] of splitLines(content).entries()) {
    const line = index + 1;
    const said = parseLine(source);
    switch (said?.kind) {
      case 'invalid':
        return refused(line, 'the line is neither a URL nor a group, an include or a comment');
      case 'url': {
        const read = draft.attempt(line, () => readUrl(said.url, catalog));
        if (read) draft.add({ read, tags: splitTags(said.tags), line });
        break;
      }
      case 'group': {
        const names = splitTags(said.names);
        const members = splitTags(said.members);
        if (names.length === 0 || members.length === 0)
          draft.problem(line, 'the line names no group or no tags for it');
        for (const name of names) draft.groups.add(name, members);
        break;
      }
      case 'include':
        draft.includes.push({ location: said.location, line });
        break;
      case undefined:
    }
  }
  return draft.finish(asset);
}
