import { createEngine } from '../../../src/engine/engine.ts';
import type { Service } from '../../../src/service/load.ts';
import { formatUrl, identify } from '../../../src/service/write.ts';
import { PersistentStore } from '../../../src/store/persistent.ts';
import { openPgp } from '../../../src/transport/openpgp.ts';
import { formatMessage } from '../../../src/transport/http/message.ts';
import type { WireOptions, WireRequest } from '../../../src/transport/http/request.ts';
import { parseOrigin, splitUrl } from '../../../src/transport/http/url.ts';
import { scriptedReply } from '../wire/reply.ts';
import type { Judge, Row } from './judge.ts';
import { describe, load } from './services.ts';

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly verify: boolean;
  readonly redirects: boolean;
}

const LIBRARY_HEADERS = new Set(['accept', 'accept-encoding', 'connection', 'content-length']);

const pairs = (text: string): unknown => [...new URLSearchParams(text)];

/** A body as it is compared: JSON and forms as values, whose spelling is free. */
function bodyOf(body: unknown, type: string): unknown {
  if (typeof body !== 'string') return body;
  if (type.includes('form-urlencoded')) return pairs(body);
  return body.startsWith('{') ? JSON.parse(body) : body;
}

/** A request as it is compared: header names in lower case, the query decoded. */
function comparable({ url, headers, body, ...request }: Request): unknown {
  const [address, query = ''] = url.split('?', 2);
  const byName = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const type = byName['content-type'] ?? '';
  return { ...request, url: address, query: pairs(query), headers: byName, body: bodyOf(body, type) };
}

/** A request as it goes on the wire; throws where the client would refuse to send it. */
function show(request: WireRequest, options: WireOptions): Request {
  const { origin, path } = splitUrl(request.url);
  formatMessage(request, path, { authority: parseOrigin(origin).authority, targetPrefix: '', proxyLines: '' });
  const shown = request.headers.filter(([name]) => !LIBRARY_HEADERS.has(name.toLowerCase()));
  return {
    method: request.method,
    url: origin.toLowerCase() + path,
    headers: Object.fromEntries(shown),
    body: typeof request.body === 'string' ? request.body : null,
    verify: options.verify,
    redirects: options.followRedirects,
  };
}

/** What is sent for the message of all rows, and whether that succeeds. */
async function notify(service: Service): Promise<{ notify: unknown; requests: unknown[] }> {
  const requests: unknown[] = [];
  const engine = createEngine({
    http: {
      send: async (request, options) => {
        requests.push(comparable(show(request, options)));
        return scriptedReply(200, {}, '');
      },
    },
    protocols: () => Promise.reject(new Error('only HTTP is expected')),
    lackOf: () => undefined,
    sessions: (identity) => new PersistentStore(identity ?? 'none', {}),
    pgp: openPgp,
    readFile: async () => undefined,
    clock: { now: Date.now, sleep: async () => {} },
    random: { bytes: (count) => new Uint8Array(count), uuid: () => '' },
    throttle: false,
  });
  const report = await engine.notify([{ service, tags: [] }], { title: 'T', body: 'B\u00f6dy', type: 'info' });
  return { notify: report.result ?? null, requests };
}

/** JSON has no word for these. */
const seconds = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value).slice(0, 3).toLowerCase();

function settingsOf({ settings }: Service): Record<string, unknown> {
  const { scheme, secure, options, host, port, user, password, fullpath } = settings;
  return {
    schema: scheme,
    secure,
    host,
    port: port ?? null,
    user: user ?? null,
    password: password ?? null,
    fullpath,
    verify: options.verify,
    redirects: options.redirect,
    cto: seconds(options.connectTimeoutSeconds),
    rto: seconds(options.readTimeoutSeconds),
    format: options.format,
    overflow: options.overflow,
    emojis: options.emojis ?? null,
    tz: options.timeZone ?? 'UTC',
    store: options.store,
    retry: options.retry,
    wait: options.waitSeconds,
    optional: options.optional,
  };
}

/** Without a path, the root is meant. */
export const prepare = (row: Row): Row => {
  const out = row.out as { readonly fullpath?: string; readonly requests?: readonly Request[] };
  if (!out.requests) return row;
  return { ...row, out: { ...out, fullpath: out.fullpath || '/', requests: out.requests.map(comparable) } };
};

export const judge: Judge<{ readonly url: unknown }> = async ({ in: { url } }) => {
  const service = load(url);
  if (!service) return { valid: false };
  const canonical = formatUrl(service);
  const again = load(canonical);
  return {
    valid: true,
    ...describe(service),
    ...settingsOf(service),
    reloaded_url: again ? formatUrl(again) : null,
    reloaded_uid: (again && identify(again)) ?? null,
    ...(await notify(service)),
  };
};
