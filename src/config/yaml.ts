import { readUrl, type Catalog, type ReadUrl } from '../service/load.ts';
import { overlay, type Options } from '../service/overlay.ts';
import { splitTags } from '../service/tags.ts';
import { isList, isMapping, isSet, pythonText, type PythonMapping, type PythonValue } from '../text/python.ts';
import { splitUrls } from '../text/url.ts';
import { readAsset } from './asset.ts';
import { Draft, refused, type Parsed, type ParseOptions } from './configuration.ts';
import { parseYamlDocument, YamlError, type YamlDocument } from './yaml-document.ts';

const URL_START = /^\s*([a-z\d]{1,32}):\/\//i;
const isUrl = (key: PythonValue): key is string => typeof key === 'string' && URL_START.test(key);
const isText = (value: PythonValue | undefined): value is string => typeof value === 'string';

/** A member of one of the lists at the top of a configuration. */
interface Item {
  readonly item: PythonValue;
  readonly line: number | undefined;
}

/** The members of a list of the document; a value that `isSingle` stands for a list of itself, everything else for none. */
function itemsOf(
  { value: root, linesOf }: YamlDocument,
  key: string,
  isSingle: (value: PythonValue) => boolean = () => false,
): Item[] {
  const value = isMapping(root) ? root.get(key) : undefined;
  if (isList(value)) {
    const lines = linesOf(key);
    return value.map((item, index) => ({ item, line: lines[index] }));
  }
  return value !== undefined && isSingle(value) ? [{ item: value, line: undefined }] : [];
}

/** The tag texts of a value: numbers and dates count as text, but not inside of lists. */
function tagTexts(value: PythonValue | undefined): string[] {
  if (value === undefined || value === null || typeof value === 'boolean' || isMapping(value)) return [];
  if (isText(value) || isList(value)) return splitTags(value);
  if (isSet(value)) return splitTags([...value]);
  return Number(value) === 0 ? [] : splitTags(pythonText(value));
}

function readGroups(document: YamlDocument, draft: Draft): void {
  for (const { item, line } of itemsOf(document, 'groups', isMapping)) {
    if (!isMapping(item)) {
      draft.problem(line, 'the group has no tags');
      continue;
    }
    for (const [names, members] of item) {
      const tags = isList(members)
        ? members.flatMap((member) => (isMapping(member) ? [...member.keys()].filter(isText) : tagTexts(member)))
        : tagTexts(members);
      for (const name of tagTexts(names)) draft.groups.add(name, tags);
    }
  }
}

function readIncludes(document: YamlDocument, draft: Draft): void {
  for (const { item, line } of itemsOf(document, 'include', isText)) {
    const locations = isText(item) ? splitUrls(item) : isMapping(item) ? [...item.keys()].filter(isText) : [];
    for (const location of locations) draft.includes.push({ location, line });
  }
}

/** The options in a mapping; what a URL decides is left out, and names that are no text. */
function optionsOf(mapping: PythonMapping): Options {
  const options = new Map<string, PythonValue>();
  for (const [name, value] of mapping) if (isText(name) && name !== 'schema') options.set(name, value);
  return options;
}

/** The options below a URL: several sets stand for several services. */
function optionSets(value: PythonValue | undefined): readonly Options[] {
  if (isMapping(value)) return [optionsOf(value)];
  if (isList(value)) return value.filter(isMapping).map(optionsOf);
  return [new Map()];
}

/** The value of an option in the first of the sets that has it, even if that is nothing. */
const optionOf = (name: string, ...sets: readonly Options[]): PythonValue | undefined =>
  sets.find((options) => options.has(name))?.get(name);

/** A URL that cannot be read may still be made a service by its options alone. */
function readUrlOrScheme(url: string, catalog: Catalog): ReadUrl {
  const scheme = URL_START.exec(url)?.[1]?.toLowerCase() ?? '';
  const definition = catalog.byScheme.get(scheme);
  try {
    return readUrl(url, catalog);
  } catch (error) {
    if (definition) return { definition, scheme, raw: {} };
    throw error;
  }
}

/** Adds the services of an item below `urls`: a URL, or a mapping with a URL as key and options below and beside it. */
function readItem({ item, line }: Item, sharedTags: readonly string[], catalog: Catalog, draft: Draft): void {
  if (isText(item)) {
    const read = draft.attempt(line, () => readUrl(item, catalog));
    if (read) draft.add({ read, tags: sharedTags, line });
    return;
  }
  const url = isMapping(item) ? [...item.keys()].find(isUrl) : undefined;
  if (!isMapping(item) || url === undefined) {
    draft.problem(line, 'the item names no URL');
    return;
  }
  const base = draft.attempt(line, () => readUrlOrScheme(url, catalog));
  if (!base) return;
  const { definition, raw } = base;
  const beside = optionsOf(item);
  for (const below of optionSets(item.get(url))) {
    const tag = optionOf('tag', below, beside);
    const tags = tagTexts(tag === undefined ? optionOf('tags', below, beside) : tag);
    const read = draft.attempt(line, () => ({
      ...base,
      raw: { ...raw, ...overlay(definition, beside), ...overlay(definition, below) },
    }));
    if (read) draft.add({ read, tags: [...sharedTags, ...tags], line });
  }
}

function readDocument(document: YamlDocument, { catalog, asset }: ParseOptions): Parsed {
  const { value: root } = document;
  if (!isMapping(root)) return refused(undefined, 'the YAML configuration is no mapping');
  const version = root.has('version') ? root.get('version') : 1n;
  if (version !== 1n && version !== 1 && version !== true)
    return refused(undefined, 'the version of the configuration is not 1');
  const draft = new Draft();
  const section = root.get('asset');
  const changes = isMapping(section) ? readAsset(section, (message) => draft.problem(undefined, message)) : {};
  readGroups(document, draft);
  readIncludes(document, draft);
  const tags = root.has('tag') ? root.get('tag') : root.get('tags');
  const sharedTags = isText(tags) || isList(tags) ? splitTags(tags) : [];
  for (const item of itemsOf(document, 'urls')) readItem(item, sharedTags, catalog, draft);
  return draft.finish(asset, changes);
}

/** Reads a YAML configuration: `urls`, `tag`, `groups`, `include`, `asset`. */
export function parseYaml(content: string, options: ParseOptions): Parsed {
  try {
    const document = parseYamlDocument(content);
    return document ? readDocument(document, options) : refused(undefined, 'the YAML configuration is empty');
  } catch (error) {
    if (error instanceof YamlError) return refused(error.line, error.message);
    throw error;
  }
}
