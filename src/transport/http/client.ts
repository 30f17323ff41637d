import type { LookupFunction } from 'node:net';
import { BufferedExchange, decodedReply, type BufferedReply } from './buffered.ts';
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

/** A kind of reply: what takes it in, and what is done with it before the caller gets it. */
interface ReplyKind<Reply extends BufferedReply | StreamedReply> {
  readonly Exchange: new (
    message: Message,
    options: WireOptions,
    resolve: (reply: Reply) => void,
    reject: (error: TransportError) => void,
  ) => Exchange;
  readonly ready: (reply: Reply, options: WireOptions) => Reply | Promise<Reply>;
}

const BUFFERED: ReplyKind<BufferedReply> = { Exchange: BufferedExchange, ready: decodedReply };
const STREAMED: ReplyKind<StreamedReply> = { Exchange: StreamedExchange, ready: (reply) => reply };

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
  send(request: WireRequest, options: WireOptions): Promise<WireReply> {
    return this.#exchange(BUFFERED, request, options, 0);
  }

  /** Sends a request and hands the body of its reply on while it comes. */
  stream(request: WireRequest, options: WireOptions): Promise<StreamedReply> {
    return this.#exchange(STREAMED, request, options, 0);
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

  /** One promise from end to end: an async function in between costs as much as reading the reply. */
  #exchange<Reply extends BufferedReply | StreamedReply>(
    kind: ReplyKind<Reply>,
    request: WireRequest,
    options: WireOptions,
    redirects: number,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new TransportError('aborted', 'request', 'The client is closed');
      if (options.signal?.aborted) throw new TransportError('aborted', 'request', 'The request was given up');
      if (options.deadline !== undefined && options.deadline <= Date.now())
        throw new TransportError('timed-out', 'request', 'The deadline is over');
      const { origin, path } = splitUrl(request.url);
      if (options.secureOnly && !/^https:/i.test(origin))
        throw new TransportError('forbidden', 'request', 'The request would not be encrypted');
      const pool = this.#poolOf(origin, options);
      const take = (reply: Reply): void => {
        const leadsOn = options.followRedirects && isRedirect(reply.head.status) && reply.headers.has('location');
        resolve(leadsOn ? this.#redirect(kind, request, options, redirects + 1, reply) : kind.ready(reply, options));
      };
      const exchange = new kind.Exchange(formatMessage(request, path, pool.route), options, take, reject);
      this.#requests++;
      this.#ticker ??= setInterval(() => this.#tick(), TICK_MILLISECONDS).unref();
      pool.submit(exchange);
    });
  }

  async #redirect<Reply extends BufferedReply | StreamedReply>(
    kind: ReplyKind<Reply>,
    request: WireRequest,
    options: WireOptions,
    redirects: number,
    { head, headers, body }: Reply,
  ): Promise<Reply> {
    if ('destroy' in body) body.destroy();
    if (redirects > MAX_REDIRECTS)
      throw new TransportError('protocol', 'reply', `More than ${MAX_REDIRECTS} redirects`);
    return this.#exchange(kind, redirectedRequest(request, head.status, headers.get('location')!), options, redirects);
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
