import { unquote } from './percent.ts';
import { trim } from './whitespace.ts';

type Pairs = ReadonlyMap<string, string>;

/** The query of a URL; of a name given twice the last value counts. */
export interface Query {
  /** All options by name, in lower case unless asked otherwise. */
  readonly query: Pairs;
  /** Those written `+name=value`, without the mark and as written. */
  readonly headers: Pairs;
  /** Those written `-name=value`. */
  readonly params: Pairs;
  /** Those written `:name=value`. */
  readonly payload: Pairs;
}

export interface QueryOptions {
  /** Read `+` in a value as a blank, as forms do; by default it stays, for keys and passwords are full of it. */
  readonly plusIsBlank?: boolean;
  /** Keep the case of names, and the white space around them. */
  readonly exactNames?: boolean;
}

const NO_PAIRS: Pairs = new Map();
/** What a URL without a query has. */
export const NO_QUERY: Query = { query: NO_PAIRS, headers: NO_PAIRS, params: NO_PAIRS, payload: NO_PAIRS };

/** In a name every `+` but a leading one is a blank. */
const decodeName = (name: string): string =>
  unquote(name.includes('+', 1) ? name.charAt(0) + name.slice(1).replaceAll('+', ' ') : name);

/** The maps that names with a mark are kept in; a blank is a `+` that someone has decoded. */
const MARKS: Readonly<Record<string, 'headers' | 'params' | 'payload'>> = {
  '+': 'headers',
  ' ': 'headers',
  '-': 'params',
  ':': 'payload',
};

/** The options of a query text: pairs separated by `&` or `;`, cut at their first `=`. */
export function parseQuery(text: string, { plusIsBlank = false, exactNames = false }: QueryOptions = {}): Query {
  const parsed = {
    query: new Map<string, string>(),
    headers: new Map<string, string>(),
    params: new Map<string, string>(),
    payload: new Map<string, string>(),
  };
  for (const pair of text.split(/[&;]/)) {
    const equals = pair.indexOf('=');
    const name = decodeName(equals < 0 ? pair : pair.slice(0, equals));
    const encoded = equals < 0 ? '' : pair.slice(equals + 1);
    const value = trim(unquote(plusIsBlank ? encoded.replaceAll('+', ' ') : encoded));
    parsed.query.set(exactNames ? name : trim(name.toLowerCase()), value);
    const marked = MARKS[name.charAt(0)];
    // A name ends at a line break.
    if (marked) parsed[marked].set(name.slice(1).split('\n', 1)[0]!, value);
  }
  return parsed;
}
