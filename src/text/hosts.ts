const OCTET = '(?:25[0-5]|2[0-4]\\d|[01]?\\d?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const IPV4_SHAPE = /^[\d.]+$/;
const IPV6_GROUP = /^[\da-f]{1,4}$/i;
const IPV6_GROUPS = 8;

const MAX_HOST_CHARACTERS = 253;
const hostname = (inner: string): RegExp => {
  const label = `(?:[a-z]|[a-z\\d][${inner}]{0,61}[a-z\\d])`;
  return new RegExp(`^(?:${label}\\.)*${label}$`, 'i');
};
const HOSTNAME = hostname('a-z\\d-');
/** With underscores, which no host name has but the names of containers do. */
const LOOSE_HOSTNAME = hostname('a-z\\d_-');

/** Whether the text is an IPv4 address in four decimal parts. */
export const isIpv4 = (text: string): boolean => IPV4.test(text);

/** The IPv6 address in brackets, as URLs write it, or undefined if the text is none; brackets may be missing. */
export function parseIpv6(text: string): string | undefined {
  const address = text.replace(/^\[/, '').replace(/\]$/, '');
  const halves = address.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  // An embedded IPv4 address stands for the last two groups.
  const embedded = last !== undefined && address.endsWith(last) && isIpv4(last);
  if (embedded) groups.splice(-1, 1, '0', '0');
  const complete =
    halves.length === 1 ? groups.length === IPV6_GROUPS : halves.length === 2 && groups.length < IPV6_GROUPS;
  return complete && groups.every((group) => IPV6_GROUP.test(group)) ? `[${address}]` : undefined;
}

/** Whether the text is an IPv4 or IPv6 address. */
export const isIpAddress = (text: string): boolean => isIpv4(text) || parseIpv6(text) !== undefined;

const withoutFinalDot = (text: string): string => (text.endsWith('.') ? text.slice(0, -1) : text);

/** Four parts of digits are an address, never a name. */
const isName = (text: string, pattern: RegExp): boolean =>
  text.length <= MAX_HOST_CHARACTERS && pattern.test(text) && !(IPV4_SHAPE.test(text) && text.split('.').length === 4);

/** Whether the text is a host name in the strict sense: no underscores, no address. */
export const isHostname = (text: string): boolean => isName(withoutFinalDot(text), HOSTNAME);

/**
 * A host as it stands in a URL: a name without a dot at its end, an IPv4 address, or an IPv6 address in brackets;
 * undefined if the text is none of these. Underscores are taken, as in the names of containers.
 */
export function parseHost(text: string): string | undefined {
  const host = withoutFinalDot(text);
  return isName(host, LOOSE_HOSTNAME) || isIpv4(host) ? host : parseIpv6(host);
}
