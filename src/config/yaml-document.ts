import { constructFromEvents, EVENT_ID, getScalarValue, parseEvents, YAMLException, type Event } from 'js-yaml';
import type { PythonValue } from '../text/python.ts';
import { schema } from './yaml-schema.ts';

/** One YAML document. */
export interface YamlDocument {
  readonly value: PythonValue;
  /** The lines on which the items of a list at the top level begin, counted from 1. */
  readonly linesOf: (key: string) => readonly number[];
}

/** What is wrong with a text that is no YAML document, and where. */
export class YamlError extends Error {
  readonly line: number | undefined;

  constructor(message: string, line: number | undefined) {
    super(message);
    this.line = line;
  }
}

/** Parsers quote what they stumble over, which may be a secret. */
const withoutQuotes = (reason: string): string => reason.replace(/\s*["'`<!].*$/s, '');

/** How much text may be parsed in all before a document is given up. */
const MAX_PARSED_CHARACTERS = 2_000_000;
const MORE_INDENTATION = ' '.repeat(64);

/**
 * The events of a document. Inside of brackets and quotes PyYAML lets lines begin where they like, the parser does not:
 * lines it complains about are indented, which means nothing there.
 */
function parseFreely(text: string): { readonly events: Event[]; readonly source: string } {
  let source = text;
  for (let parsed = source.length; ; parsed += source.length) {
    try {
      return { events: parseEvents(source, {}), source };
    } catch (error) {
      if (!(error instanceof YAMLException) || error.reason !== 'deficient indentation' || !error.mark) throw error;
      if (parsed > MAX_PARSED_CHARACTERS) throw error;
      const before = source.slice(0, error.mark.position);
      const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
      source = source.slice(0, lineStart) + MORE_INDENTATION + source.slice(lineStart);
    }
  }
}

/** Reads a text that is one YAML document; undefined if it has none. Throws YamlError for anything else. */
export function parseYamlDocument(text: string): YamlDocument | undefined {
  try {
    const { events, source } = parseFreely(text);
    const documents = constructFromEvents(events, { source, schema, json: true });
    if (documents.length > 1) throw new YamlError('the configuration has several documents', undefined);
    if (documents.length === 0) return undefined;
    return { value: documents[0] as PythonValue, linesOf: (key) => linesAt(source, startsOf(events, source, key)) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new YamlError(`the YAML is not valid: ${withoutQuotes(error.reason)}`, error.mark && error.mark.line + 1);
  }
}

const startOf = (event: Event): number => {
  if ('start' in event) return event.start;
  return 'valueStart' in event ? event.valueStart : 'anchorStart' in event ? event.anchorStart : 0;
};

/** A document, its mapping, and the list in that. */
const MAPPING_DEPTH = 2;
const LIST_DEPTH = 3;

/** Where the items of a list begin that is a value of the document's mapping. */
function startsOf(events: readonly Event[], source: string, key: string): number[] {
  let starts: number[] = [];
  let depth = 0;
  let isKey = true;
  let isWanted = false;
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      depth--;
      continue;
    }
    if (depth === MAPPING_DEPTH) {
      if (isKey) isWanted = event.type === EVENT_ID.SCALAR && getScalarValue(source, event) === key;
      else if (isWanted) starts = [];
      isKey = !isKey;
    } else if (depth === LIST_DEPTH && isWanted) starts.push(startOf(event));
    if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS) depth++;
  }
  return starts;
}

function linesAt(source: string, positions: readonly number[]): number[] {
  let line = 1;
  let last = 0;
  return positions.map((position) => {
    for (let at = source.indexOf('\n', last); at >= 0 && at < position; at = source.indexOf('\n', at + 1)) line++;
    last = Math.max(last, position);
    return line;
  });
}
