import { parseBoolean } from '../../../src/text/boolean.ts';
import { parseCallSign, parseCallSigns } from '../../../src/text/call-signs.ts';
import { isHostname, isIpv4, parseHost, parseIpv6 } from '../../../src/text/hosts.ts';
import { parseList, splitItems, splitPhrases } from '../../../src/text/lists.ts';
import { parseMail, parseMails } from '../../../src/text/mails.ts';
import { textToHtml } from '../../../src/text/convert/text-to-html.ts';
import { formatFloat } from '../../../src/text/numbers.ts';
import { parsePhone, parsePhones } from '../../../src/text/phones.ts';
import { parseQuery } from '../../../src/text/query.ts';
import { parseServiceTarget, splitServiceTargets } from '../../../src/text/service-targets.ts';
import { quote, unquote, urlencode } from '../../../src/text/url.ts';
import { escapeXml } from '../../../src/text/xml.ts';
import { Skip, type Judge } from './judge.ts';

interface Options {
  readonly default?: boolean;
  readonly allow_whitespace?: boolean;
  readonly sort?: boolean;
  readonly ipv4?: boolean;
  readonly ipv6?: boolean;
  readonly underscore?: boolean;
  readonly min_len?: number;
  readonly prefix?: boolean;
  readonly store_unparseable?: boolean;
  readonly safe?: string;
  readonly doseq?: boolean;
  readonly simple?: boolean;
  readonly plus_to_space?: boolean;
  readonly sanitize?: boolean;
  readonly whitespace?: boolean;
  readonly convert_new_lines?: boolean;
}

type Helper = (text: string, options: Options) => unknown;

/** The reference's helpers take lists, at any depth, and what is neither text nor list is as nothing. */
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(textsOf) : typeof value === 'string' && value !== '' ? [value] : [];

function lists(value: unknown, { allow_whitespace: atWhitespace = true, sort = true }: Options): string[] {
  const texts = textsOf(value);
  if (sort && atWhitespace) return parseList(texts.join(','));
  const items = texts.flatMap(atWhitespace ? splitItems : splitPhrases);
  return sort ? [...new Set(items)].toSorted() : items;
}

const items =
  (split: (text: string, options: Options) => readonly string[]) =>
  (value: unknown, options: Options): string[] => {
    // Items that are no such thing are kept here, always, so that they can be reported.
    if (options.store_unparseable === false) throw new Skip('what cannot be parsed is always kept');
    return textsOf(value).flatMap((text) => split(text, options));
  };

function phone(text: string, { min_len: minDigits = 10 }: Options): unknown {
  const found = parsePhone(text, minDigits);
  if (!found) return false;
  const { digits, country, area, line } = found;
  const local = line.length < 7 ? line : `${line.slice(0, 3)}-${line.slice(3)}`;
  return { line, area, country, full: digits, pretty: `${country && `+${country} `}${area && `${area}-`}${local}` };
}

function mail(text: string): unknown {
  const found = parseMail(text);
  if (!found) return false;
  const { fullEmail, ...rest } = found;
  return { ...rest, full_email: fullEmail };
}

function address(text: string, { ipv4 = true, ipv6 = true }: Options): unknown {
  if (ipv4 && isIpv4(text)) return text;
  return (ipv6 && parseIpv6(text)) || false;
}

function hostname(text: string, options: Options): unknown {
  const { ipv4 = true, ipv6 = true, underscore = true } = options;
  if (underscore && ipv4 && ipv6) return parseHost(text) ?? false;
  return isHostname(text) ? text.replace(/\.$/, '') : address(text, options);
}

function queryOf(text: string, { simple, plus_to_space: plusIsBlank = false, sanitize = true }: Options): unknown {
  const { query, headers, params, payload } = parseQuery(text, { plusIsBlank, exactNames: !sanitize });
  const qsd = Object.fromEntries(query);
  if (simple) return { qsd };
  const [added, removed, sent] = [headers, params, payload].map((pairs) => Object.fromEntries(pairs));
  return { qsd, 'qsd+': added, 'qsd-': removed, 'qsd:': sent };
}

/** A value as Python writes it as text. */
const pythonText = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : formatFloat(value);
  return Array.isArray(value) ? `[${value.map((item) => `'${String(item)}'`).join(', ')}]` : String(value);
};

function encoded(value: unknown, { safe, doseq = false }: Options): string {
  if (safe !== undefined) throw new Skip('a query has no characters that stay as they are');
  const pairs = Object.entries(value as Record<string, unknown>).filter(([, item]) => item !== null);
  return urlencode(
    pairs.flatMap(([name, item]) =>
      (doseq && Array.isArray(item) ? item : [item]).map((one): [string, string] => [name, pythonText(one)]),
    ),
  );
}

/** The conversion of messages does both, that of XML neither; a row may ask for one. */
function escaped(text: string, { whitespace = true, convert_new_lines: breaks = false }: Options): string {
  return text
    .split('\n')
    .map(whitespace ? textToHtml : escapeXml)
    .join(breaks ? '<br/>' : '\n');
}

/** Helpers that take one text; everything else is as no text to them. */
const OF_TEXT: Readonly<Record<string, { readonly run: Helper; readonly otherwise: unknown }>> = {
  is_hostname: { run: hostname, otherwise: false },
  is_ipaddr: { run: address, otherwise: false },
  is_phone_no: { run: phone, otherwise: false },
  is_email: { run: mail, otherwise: false },
  is_call_sign: {
    run: (text) => {
      const found = parseCallSign(text);
      return found ? { callsign: found.callSign, ssid: found.ssid } : false;
    },
    otherwise: false,
  },
  is_domain_service_target: { run: (text) => parseServiceTarget(text) ?? false, otherwise: false },
  quote: { run: (text, { safe }) => quote(text, safe), otherwise: '' },
  unquote: { run: unquote, otherwise: '' },
  parse_qsd: { run: queryOf, otherwise: undefined },
  escape_html: { run: escaped, otherwise: '' },
};

const OF_ANYTHING: Readonly<Record<string, (value: unknown, options: Options) => unknown>> = {
  parse_bool: (value, options) => {
    if (typeof value === 'string') return parseBoolean(value, options.default);
    const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
    return Boolean(value) && !empty;
  },
  parse_list: lists,
  parse_phone_no: items((text, { prefix: prefixed = false }) => parsePhones(text, { prefixed })),
  parse_emails: items(parseMails),
  parse_call_sign: items(parseCallSigns),
  parse_domain_service_targets: items(splitServiceTargets),
  urlencode: encoded,
};

const NOT_OURS: Readonly<Record<string, string>> = {
  is_uuid: 'patterns are those of fields',
  validate_regex: 'patterns are those of fields',
  tidy_path: 'paths are tidied as parts of URLs',
  url_assembly: 'URLs are written from settings',
};

export const judge: Judge<{ readonly value: unknown; readonly options?: Options }> = ({ kind, in: input }) => {
  const { value, options = {} } = input;
  const helper = OF_TEXT[kind];
  if (helper) return typeof value === 'string' ? helper.run(value, options) : helper.otherwise;
  const general = OF_ANYTHING[kind];
  if (general) return general(value, options);
  throw new Skip(NOT_OURS[kind] ?? `no helper for ${kind}`);
};
