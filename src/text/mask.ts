import { isHostname, isIpAddress } from './hosts.ts';
import { parseUrl, type UrlParts } from './url.ts';
import { trim } from './whitespace.ts';

/** How a secret is shown: `****`, `a...z`, or `...wxyz`. */
export type MaskMode = 'all' | 'ends' | 'tail';

const ends = (text: string): string => {
  const characters = Array.from(text);
  return `${characters[0]}...${characters.at(-1)}`;
};

/** A secret as it may be shown; what is masked is not percent-encoded. */
export function mask(text: string, mode: MaskMode): string {
  if (mode === 'all') return '****';
  if (text === '') return '';
  return mode === 'tail' ? `...${Array.from(text).slice(-4).join('')}` : ends(text);
}

const MIN_LONG_CHARACTERS = 16;
const MAX_RUNS = 4;

/** How many runs of one kind of character a word has; every sign between letters and digits is a run of its own. */
const countRuns = (word: string): number => word.match(/\d+|[A-Z]+|[a-z]+|[^]/g)?.length ?? 0;

export interface WordOptions {
  /** Whether a mix of capitals, digits and signs makes a word a secret. */
  readonly suspectMix?: boolean;
  readonly maxRuns?: number;
}

/** A word of a log message, shown by its ends if it may be a secret: no host name, long, or a mix of characters. */
export function maskWord(text: string, { suspectMix = true, maxRuns = MAX_RUNS }: WordOptions = {}): string {
  const word = trim(text);
  if (word.length <= 1) return word === '' ? text : word;
  const isHost = isHostname(word) || isIpAddress(word);
  const isSecret = !isHost || word.length >= MIN_LONG_CHARACTERS || (suspectMix && countRuns(word) > maxRuns);
  return isSecret ? mask(word, 'ends') : word;
}

const SECRET_OPTIONS = new Set(['apikey', 'id', 'key', 'pass', 'password', 'secret', 'to', 'token']);

function maskParts({ scheme, user, password, host, port, path, query }: UrlParts): string {
  const suspectMix = !scheme.startsWith('http');
  const credentials = user
    ? `${maskWord(user, { suspectMix })}${password ? `:${mask(trim(password), 'ends')}` : ''}@`
    : '';
  const entries = path?.replace(/^\/+/, '').split(/[\\/]+/) ?? [];
  const options = Array.from(query, ([name, value]) => {
    return `${name}=${SECRET_OPTIONS.has(name) ? mask(value, 'ends') : maskWord(value)}`;
  });
  return [
    `${scheme}://${credentials}${maskWord(host, { suspectMix })}`,
    port ? `:${port}` : '',
    path === undefined ? '' : `/${entries.map((entry) => maskWord(entry)).join('/')}`,
    options.length > 0 ? `?${options.join('&')}` : '',
  ].join('');
}

/** A URL for log messages: its structure stays, whatever in it may be a secret is shown by its ends. */
export function maskUrl(text: string): string {
  const parts = parseUrl(text);
  if (parts) return maskParts({ ...parts, scheme: parts.scheme || 'http' });
  return text.replace(/:[^:/@]*@/g, ':****@').replace(/[^:/?#@&=*]+/g, (word) => maskWord(word));
}
