import { splitItems } from './lists.ts';

/** A mail address, as in `Ann <label+ann@example.com>`; what is missing is empty. */
export interface Mail {
  readonly name: string;
  readonly label: string;
  readonly user: string;
  readonly domain: string;
  /** Without the label. */
  readonly email: string;
  /** With the label. */
  readonly fullEmail: string;
}

const ATOM = '-a-z\\d_!#$%&*/=?`{|}~^';
const LABEL = '[a-z\\d](?:[a-z\\d_-]*[a-z\\d])?';
const LAST_LABEL = '[a-z\\d][a-z\\d_-]*[a-z\\d]';
const LONE_HOST = '[a-z\\d][a-z\\d_-]{5,}';
const ADDRESS = new RegExp(`([${ATOM}]+(?:\\.[${ATOM}']+)*)@((?:${LABEL}\\.)+${LAST_LABEL}|${LONE_HOST})`, 'iy');
const SEPARATORS = /[:<\s'"]+/g;

interface Reading {
  readonly name: string;
  /** Where the address would begin. */
  readonly at: number;
}

/** The ways to read a text as a name and an address, the longest name first. */
function* readings(text: string): Generator<Reading> {
  const quotes = text.search(/[^\s'"]|$/);
  const nameEnd = quotes + text.slice(quotes).search(/[:<'"]|$/);
  for (const { index, 0: gap } of [...text.matchAll(SEPARATORS)].toReversed())
    if (index > quotes && index <= nameEnd) yield { name: text.slice(quotes, index), at: index + gap.length };
  const separators = text.search(/[^:<\s'"]|$/);
  if (separators > 0) yield { name: '', at: separators };
  yield { name: '', at: 0 };
}

function addressAt(text: string, at: number): RegExpExecArray | null {
  ADDRESS.lastIndex = at;
  return ADDRESS.exec(text);
}

const tidy = (text: string): string => text.replace(/^\s+/, '').replace(/(?<![\s+])[\s+]+$/, '');

/** The mail address a text begins with, with or without a name before it; undefined if there is none. */
export function parseMail(text: string): Mail | undefined {
  let plus = -1;
  let labelled: RegExpExecArray | null = null;
  let seen = text.length;
  for (const { name, at } of readings(text)) {
    const next = text.slice(at + 1, seen + 1).indexOf('+');
    if (next >= 0) {
      plus = at + 1 + next;
      labelled = addressAt(text, plus + 1);
    }
    seen = at;
    const hasLabel = labelled !== null && text.charAt(at) !== '+';
    const [email, user, domain] = (hasLabel ? labelled : addressAt(text, at)) ?? [];
    if (email === undefined || user === undefined || domain === undefined) continue;
    const label = hasLabel ? text.slice(at, plus) : '';
    return {
      name: tidy(name),
      label: tidy(label),
      user,
      domain,
      email,
      fullEmail: label ? `${label}+${email}` : email,
    };
  }
  return undefined;
}

/** Whether the text begins with a mail address, with or without a name before it. */
export const isMail = (text: string): boolean => parseMail(text) !== undefined;

const DOMAIN = '(?:[a-z\\d][a-z\\d_-]{0,62}\\.){1,10}[a-z]{2,63}';
const PLAIN_NAME = '[^<>"@,;\\r\\n]{0,256}';
const QUOTED_NAME = '"(?:[^"\\\\]|\\\\.){0,256}"';
const BRACKETED = `${PLAIN_NAME}(?:${QUOTED_NAME}${PLAIN_NAME}){0,2}<[^@>\\r\\n]{1,64}@${DOMAIN}>`;
const BARE = `[^@,;\\r\\n]{1,256}@${DOMAIN}`;
/** An address, or what to step over to the next place where one may begin. */
const MAILBOX_OR_NOT = new RegExp(`((?![\\s,;])(?:${BRACKETED}|${BARE}))|[^\\s<>"@,;][^<>"@,;\\r\\n]*|[^]`, 'gi');

/** The mail addresses in a text, each with its name; where there is none, its items, so that each can be reported. */
export function parseMails(text: string): string[] {
  const mails = Array.from(text.matchAll(MAILBOX_OR_NOT), ([, mail]) => mail).filter((mail) => mail !== undefined);
  return mails.length > 0 ? mails : splitItems(text);
}
