import type { LookupFunction } from 'node:net';
import { BufferedExchange, BufferedReply, DEFAULT_MAX_REPLY_BYTES } from './buffered.ts';
import { decodeBody } from './decode.ts';
import { Dialer, type Route } from './dial.ts';
import { TransportError } from './errors.ts';
import { TICK_MILLISECONDS, type Exchange } from './exchange.ts';
import { isInternalAddress, type AddressRule } from './guard.ts';
import { formatMessage, type Message } from './message.ts';
import { Pool, type PoolLimits } from './pool.ts';
import { authorizationLine, proxyFor, type ProxySettings } from './proxy.ts';
import { isRedirect, MAX_REDIRECTS, redirectedRequest } from './redirect.ts';
import type { WireOptions, WireReply, WireRequest } from './request.ts';
import { StreamedExchange, type StreamedReply } from './streamed.ts';
import { parseOrigin, splitUrl } from './url.ts';

/** What all requests of a client have in common. */
export interface ClientOptions {
  readonly proxies?: ProxySettings | undefined;
  /** Requests beyond it wait for their turn; 2048 unless given. */
  readonly maxConnectionsPerOrigin?: number | undefined;
  /** How long an idle connection is kept; 30 unless given. */
  readonly keepAliveSeconds?: number | undefined;
  /** Resolves names instead of the system. */
  readonly lookup?: LookupFunction | undefined;
  /** Addresses that `publicOnly` refuses; all internal ones unless given. */
  readonly isForbidden?: AddressRule | undefined;
}

/** A moment's view of a client. */
export interface ClientStats {
  readonly requests: number;
  /** Connections by state, `opened` since the start. */
  readonly open: number;
  readonly idle: number;
  readonly opened: number;
  readonly queued: number;
}

type Wanted<Reply> = new (
  message: Message,
  options: WireOptions,
  resolve: (reply: Reply) => void,
  reject: (error: TransportError) => void,
) => Exchange;

/** Routes are remembered for their TLS sessions; those without a connection are forgotten beyond this number. */
const MAX_REMEMBERED_ROUTES = 1000;

/** Sends requests over kept-alive connections that all callers share. */
export class HttpClient {
  readonly #proxies: ProxySettings;
  readonly #limits: PoolLimits;
  readonly #dialer: Dialer;
  readonly #pools = new Map<string, Pool>();
  #ticker: NodeJS.Timeout | undefined;
  #requests = 0;
  #closed = false;

  constructor(options: ClientOptions = {}) {
    this.#proxies = options.proxies ?? {};
    this.#limits = {
      maxConnections: options.maxConnectionsPerOrigin ?? 2048,
      keepAliveSeconds: options.keepAliveSeconds ?? 30,
    };
    this.#dialer = new Dialer(options.lookup, options.isForbidden ?? isInternalAddress);
  }

  /** Sends a request and reads its whole reply; rejects with a TransportError when there is none. */
  async send(request: WireRequest, options: WireOptions): Promise<WireReply> {
    const reply = await this.#follow(BufferedExchange, request, options);
    const { contentEncoding } = reply.head;
    if (contentEncoding === undefined) return reply;
    const maxBytes = options.maxReplyBytes ?? DEFAULT_MAX_REPLY_BYTES;
    const { body, truncated } = await decodeBody(reply.body, contentEncoding, maxBytes);
    return new BufferedReply(reply.head, body, truncated || reply.truncated);
  }

  /** Sends a request and hands the body of its reply on while it comes. */
  stream(request: WireRequest, options: WireOptions): Promise<StreamedReply> {
    return this.#follow(StreamedExchange, request, options);
  }

  get stats(): ClientStats {
    const sum = { requests: this.#requests, open: 0, idle: 0, opened: 0, queued: 0 };
    for (const { stats } of this.#pools.values()) {
      sum.open += stats.open;
      sum.idle += stats.idle;
      sum.opened += stats.opened;
      sum.queued += stats.queued;
    }
    return sum;
  }

  /** Ends all connections; requests under way fail, and so do later ones. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#ticker);
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }

  async #follow<Reply extends BufferedReply | StreamedReply>(
    wanted: Wanted<Reply>,
    request: WireRequest,
    options: WireOptions,
  ): Promise<Reply> {
    let current = request;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const reply = await this.#exchange(wanted, current, options);
      const { status } = reply.head;
      if (!options.followRedirects || !isRedirect(status)) return reply;
      const location = reply.headers.get('location');
      if (location === undefined) return reply;
      if ('destroy' in reply.body) reply.body.destroy();
      current = redirectedRequest(current, status, location);
    }
    throw new TransportError('protocol', 'reply', `More than ${MAX_REDIRECTS} redirects`);
  }

  #exchange<Reply>(wanted: Wanted<Reply>, request: WireRequest, options: WireOptions): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new TransportError('aborted', 'request', 'The client is closed');
      if (options.signal?.aborted) throw new TransportError('aborted', 'request', 'The request was given up');
      if (options.deadline !== undefined && options.deadline <= Date.now())
        throw new TransportError('timed-out', 'request', 'The deadline is over');
      const { origin, path } = splitUrl(request.url);
      const pool = this.#poolOf(origin, options);
      const exchange = new wanted(formatMessage(request, path, pool.route), options, resolve, reject);
      this.#requests++;
      this.#ticker ??= setInterval(() => this.#tick(), TICK_MILLISECONDS).unref();
      pool.submit(exchange);
    });
  }

  #poolOf(spelled: string, { verify, publicOnly = false }: WireOptions): Pool {
    // No origin contains the sign that starts a fragment, so none can pass for one with other rules.
    const key = verify && !publicOnly ? spelled : `${spelled}#${verify}#${publicOnly}`;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      pool = new Pool(this.#routeTo(spelled, verify, publicOnly), this.#dialer, this.#limits);
      if (this.#pools.size >= MAX_REMEMBERED_ROUTES) this.#forgetRoutes();
      this.#pools.set(key, pool);
    }
    return pool;
  }

  #routeTo(spelled: string, verify: boolean, publicOnly: boolean): Route {
    const origin = parseOrigin(spelled);
    const proxy = proxyFor(origin, this.#proxies);
    const forwarded = proxy !== undefined && !origin.secure;
    return {
      origin,
      proxy,
      verify,
      publicOnly,
      authority: origin.authority,
      targetPrefix: forwarded ? `http://${origin.authority}` : '',
      proxyLines: forwarded ? authorizationLine(proxy) : '',
      session: undefined,
    };
  }

  #forgetRoutes(): void {
    for (const [key, pool] of this.#pools) if (pool.isEmpty) this.#pools.delete(key);
  }

  #tick(): void {
    const now = Date.now();
    let active = false;
    for (const pool of this.#pools.values()) {
      pool.tick(now);
      active ||= !pool.isEmpty;
    }
    if (active) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }
}
