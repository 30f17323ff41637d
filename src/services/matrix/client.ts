import type { DeliverContext } from '../../service/define.ts';
import { http, type HttpRequest, type Reply } from '../../service/http.ts';
import { parseUrl } from '../../text/url.ts';

const OK = 200;
const UNAUTHORIZED = 401;
const NOT_FOUND = 404;
const TOO_MANY_REQUESTS = 429;
const DEFAULT_WAIT_MILLISECONDS = 1000;
const DISCOVERY_MILLISECONDS = 24 * 3600 * 1000;

/** What a client takes from the settings. */
export interface Account {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  /** Without a user it is an access token. */
  readonly password: string | undefined;
  readonly version: '2' | '3';
  readonly discovery: boolean;
}

/** What is remembered between messages. */
interface State {
  accessToken: string | undefined;
  userId: string | undefined;
  homeServer: string | undefined;
  server: { readonly address: string; readonly until: number } | undefined;
  events: number;
}

/** What servers answer; which members there are depends on the request. */
interface Answer {
  readonly access_token: string;
  readonly user_id: string;
  readonly home_server: string;
  readonly room_id: string;
  readonly joined_rooms: readonly string[];
  readonly content_uri: string;
  readonly retry_after_ms: number;
  readonly error: { readonly retry_after_ms?: number } | string;
}
type Options = Parameters<typeof http.post>[1];

/** The address of a server that another server names. */
function readAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value)) return undefined;
  return parseUrl(value) && value.replace(/\/$/, '');
}

/** Milliseconds to wait where a server takes no more requests; undefined if its answer cannot be read. */
function waitOf(reply: Reply): number | undefined {
  const { retry_after_ms: wait, error } = reply.json<Answer>() ?? { error: '' };
  if (typeof error === 'string') return wait;
  return wait ?? error?.retry_after_ms ?? DEFAULT_WAIT_MILLISECONDS;
}

/** An account on a homeserver: https://spec.matrix.org/latest/client-server-api/ */
export class Client {
  readonly context: DeliverContext;
  readonly #account: Account;
  readonly #state: State;

  constructor(account: Account, context: DeliverContext) {
    this.#account = account;
    this.context = context;
    const known = context.memory.get('state') as State | undefined;
    this.#state = known ?? {
      accessToken: undefined,
      userId: undefined,
      homeServer: undefined,
      server: undefined,
      events: 0,
    };
    context.memory.set('state', this.#state);
  }

  get userId(): string | undefined {
    return this.#state.userId;
  }

  get homeServer(): string {
    return this.#state.homeServer ?? this.#account.host;
  }

  /** Sees to it that there is an access token; false after a failure. */
  async open(): Promise<boolean> {
    if (this.#hasToken) this.#state.accessToken = this.#account.password;
    else if (!this.#state.accessToken && !(await this.#login()) && !(await this.#register())) return false;
    if (!this.#state.userId) this.#learn(await this.call('GET', '/account/whoami', { json: null, tolerated: true }));
    return true;
  }

  /** A request to the API for clients; no answer in JSON is a failure. */
  async call(method: string, path: string, options: Options): Promise<Reply> {
    const api = this.#account.version === '3' ? '/_matrix/client/v3' : '/_matrix/client/r0';
    return this.#call(method, api + path, options);
  }

  /** Puts a file on the server, which gives it a name. */
  async upload(options: Options): Promise<string | undefined> {
    const api = this.#account.version === '3' ? '/_matrix/media/v3' : '/_matrix/media/r0';
    const reply = await this.#call('POST', `${api}/upload`, options);
    return reply.ok ? (reply.json<Answer>()?.content_uri ?? '') : undefined;
  }

  /** An event's own number: an event with the number of another would be taken for the same. */
  nextEvent(): string {
    return this.#hasToken ? this.context.uuid() : String(this.#state.events++);
  }

  /** Whether the URL gives an access token, so that nobody logs in. */
  get #hasToken(): boolean {
    const { user, password } = this.#account;
    return !user && Boolean(password);
  }

  async #login(): Promise<boolean> {
    const { user, password, version } = this.#account;
    if (!user || !password) return false;
    const named = version === '3' ? { identifier: { type: 'm.id.user', user } } : { user };
    const reply = await this.call('POST', '/login', {
      json: { type: 'm.login.password', ...named, password, initial_device_display_name: this.context.asset.appId },
      // Whoever is not known yet is registered.
      tolerated: true,
    });
    return this.#learn(reply);
  }

  async #register(): Promise<boolean> {
    const { user: username, password } = this.#account;
    const reply = await this.call('POST', '/register', {
      query: { kind: 'user' },
      json: {
        kind: 'user',
        auth: { type: 'm.login.dummy' },
        username: username || undefined,
        password: password || undefined,
        initial_device_display_name: this.context.asset.appId,
      },
    });
    const isRegistered = this.#learn(reply);
    if (!isRegistered) this.context.fail('The server lets the user neither log in nor register');
    return isRegistered;
  }

  /** Remembers whose account it is; whether there is an access token for it. */
  #learn(reply: Reply): boolean {
    if (!reply.ok) return false;
    const { access_token: token, user_id: userId, home_server: homeServer } = reply.json<Answer>() ?? {};
    this.#state.accessToken = token ?? this.#state.accessToken;
    this.#state.userId = userId ?? this.#state.userId;
    this.#state.homeServer = homeServer ?? this.#state.homeServer ?? userId?.split(':', 2)[1];
    return Boolean(token);
  }

  async #call(method: string, path: string, options: Options): Promise<Reply> {
    const address = await this.#server(options?.tolerated === true);
    if (address === undefined)
      return { ok: false, status: 0, text: '', header: () => undefined, json: () => undefined };
    const { accessToken } = this.#state;
    const reply = await this.#attempt(
      http.request(method, address + path, {
        auth: accessToken && http.bearer(accessToken),
        failure: (answer) => (answer.json() ? undefined : 'The server did not answer in JSON'),
        ...options,
        headers: { Accept: 'application/json', ...options?.headers },
      }),
    );
    if (reply.status === UNAUTHORIZED) this.#state.accessToken = undefined;
    return reply;
  }

  /** Sends a request, and once more after a pause if the server asks for one. */
  async #attempt(request: HttpRequest): Promise<Reply> {
    const { tolerated = [] } = request;
    const isTolerated = typeof tolerated === 'boolean';
    const reply = await this.context.send({
      ...request,
      tolerated: isTolerated ? tolerated : [...tolerated, TOO_MANY_REQUESTS],
    });
    if (reply.status !== TOO_MANY_REQUESTS) return reply;
    const wait = waitOf(reply);
    if (wait === undefined) {
      if (!isTolerated) this.context.fail('The server takes no more requests for now');
      return reply;
    }
    await this.context.sleep(wait / 1000);
    return this.context.send(request);
  }

  /** Where the API is; undefined after a failure. */
  async #server(isTolerated: boolean): Promise<string | undefined> {
    const { secure, discovery } = this.#account;
    const own = http.origin(this.#account);
    if (!secure || !discovery) return own;
    const { server } = this.#state;
    if (server && server.until > this.context.now()) return server.address;
    const address = await this.#discover(own, isTolerated);
    if (address) this.#state.server = { address, until: this.context.now() + DISCOVERY_MILLISECONDS };
    return address;
  }

  /** https://spec.matrix.org/latest/client-server-api/#well-known-uris */
  async #discover(own: string, isTolerated: boolean): Promise<string | undefined> {
    const ask = (url: string) =>
      this.#attempt(
        http.get(url, {
          json: null,
          headers: { Accept: 'application/json' },
          tolerated: isTolerated || [NOT_FOUND],
        }),
      );
    const reply = await ask(`${own}/.well-known/matrix/client`);
    if (reply.status === NOT_FOUND) return own;
    if (reply.status !== OK) return undefined;
    const known = reply.json<{ 'm.homeserver': { base_url?: unknown } | null }>();
    if (!known || Object.keys(known).length === 0) return own;
    const address = readAddress(known['m.homeserver']?.base_url);
    const isThere = address !== undefined && (await ask(`${address}/_matrix/client/versions`)).status === OK;
    if (!isThere && !isTolerated) this.context.fail('The server names a homeserver that is none');
    return isThere ? address : undefined;
  }
}
