import { BlockList, isIP } from 'node:net';
import { TransportError } from './errors.ts';
import type { Origin } from './url.ts';

/** The values of `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`. */
export interface ProxySettings {
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  readonly all?: string | undefined;
  /** Hosts to contact directly, separated by commas: name endings, `host:port`, addresses, networks, or `*`. */
  readonly no?: string | undefined;
}

/** A server that passes requests on. */
export interface Proxy {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

function inNetwork(address: string, network: string): boolean {
  const [base = '', bits = ''] = network.split('/');
  const family = isIP(base);
  if (family === 0 || family !== isIP(address) || !/^\d{1,3}$/.test(bits)) return false;
  const name = family === 6 ? 'ipv6' : 'ipv4';
  if (Number(bits) > (family === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(base, Number(bits), name);
  return list.check(address, name);
}

/** Whether an entry of `NO_PROXY` names the origin; a name also stands for every longer name that ends with it. */
function covers(entry: string, { host, port }: Origin): boolean {
  const name = entry.replace(/^\.+/, '');
  if (name === '') return false;
  if (name === '*' || name === host || name === `${host}:${port}`) return true;
  if (isIP(host) !== 0) return inNetwork(host, name);
  return host.endsWith(name) || `${host}:${port}`.endsWith(name);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parseProxy(text: string): Proxy {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url === null || url.hostname === '' || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new TransportError(
      'invalid',
      'connect',
      'The proxy is not of the form http(s)://[user:password@]host[:port]',
    );
  const secure = url.protocol === 'https:';
  const credentials = `${decode(url.username)}:${decode(url.password)}`;
  return {
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    authorization: credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
  };
}

/** The header line that a proxy lets us in for, ended by CRLF; empty when it asks for none. */
export function authorizationLine({ authorization }: Proxy): string {
  return authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`;
}

/** The proxy that stands between us and an origin; undefined when it is contacted directly. */
export function proxyFor(origin: Origin, settings: ProxySettings): Proxy | undefined {
  const text = (origin.secure ? settings.https : settings.http) || settings.all;
  if (!text) return undefined;
  const entries = (settings.no ?? '').toLowerCase().split(',');
  return entries.some((entry) => covers(entry.trim(), origin)) ? undefined : parseProxy(text);
}
