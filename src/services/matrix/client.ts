import type { DeliverContext } from '../../service/define.ts';
import { http, NO_REPLY, type HttpRequest, type Reply } from '../../service/http.ts';
import { discover } from './discovery.ts';
import type { Owner } from './encryption/signing.ts';
import { State } from './state.ts';

const UNAUTHORIZED = 401;
const NOT_FOUND = 404;
const TOO_MANY_REQUESTS = 429;
const DEFAULT_WAIT_MILLISECONDS = 1000;
/** A server that wants a longer pause is not asked again: others may be waiting for this request. */
const MAX_WAIT_MILLISECONDS = 60_000;
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

/** What servers answer; which members there are depends on the request. */
interface Answer {
  readonly access_token: unknown;
  readonly user_id: unknown;
  readonly device_id: unknown;
  readonly home_server: unknown;
  readonly room_id: string;
  readonly joined_rooms: readonly string[];
  readonly content_uri: string;
  readonly retry_after_ms: number;
  readonly error: { readonly retry_after_ms?: number } | string;
}
type Options = Parameters<typeof http.post>[1];

/** The server that a user's name names. */
const serverOf = (userId: unknown): string | undefined =>
  typeof userId === 'string' ? userId.split(':', 2)[1] : undefined;

/** Milliseconds to wait where a server takes no more requests; undefined if that is not said, or too long. */
function waitOf(reply: Reply): number | undefined {
  const { retry_after_ms: stated, error } = reply.json<Answer>() ?? { error: '' };
  const wait = stated ?? (typeof error === 'string' ? undefined : (error?.retry_after_ms ?? DEFAULT_WAIT_MILLISECONDS));
  return typeof wait === 'number' && wait >= 0 && wait <= MAX_WAIT_MILLISECONDS ? wait : undefined;
}

/** An account on a homeserver: https://spec.matrix.org/latest/client-server-api/ */
export class Client {
  readonly context: DeliverContext;
  readonly #account: Account;
  readonly #state: State;

  constructor(account: Account, context: DeliverContext) {
    this.#account = account;
    this.context = context;
    this.#state = (context.memory.get('state') as State | undefined) ?? new State();
    context.memory.set('state', this.#state);
  }

  get userId(): string | undefined {
    return this.#state.userId;
  }

  get homeServer(): string {
    return this.#state.homeServer ?? this.#account.host;
  }

  /** Our device; undefined as long as the server does not say which it is. */
  get owner(): Owner | undefined {
    const { userId: user, deviceId: device } = this.#state;
    return user && device ? { user, device } : undefined;
  }

  /** Sees to it that there is an access token; false after a failure. */
  async open(): Promise<boolean> {
    const { session } = this.context;
    if (this.#state.accessToken && this.#state.userId) return true;
    // Two logins at once would make two devices.
    return session.lock(async () => {
      await this.#state.restore(session);
      if (this.#hasToken) this.#state.accessToken = this.#account.password;
      // A token that was kept may be good no longer.
      else if (this.#state.accessToken) await this.#whoAmI();
      if (!this.#state.accessToken && !(await this.#login()) && !(await this.#register())) return false;
      if (!this.#state.userId) await this.#whoAmI();
      return true;
    });
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
    return this.#hasPast ? this.context.uuid() : String(this.#state.nextEvent());
  }

  /** The number of a request that writes to devices. */
  nextTransfer(): string {
    return this.#hasPast ? this.context.uuid() : String(this.#state.nextTransfer());
  }

  /** Whether the device may have sent events whose numbers we do not know. */
  get #hasPast(): boolean {
    return this.#hasToken || this.#state.hasPast;
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
      json: { type: 'm.login.password', ...named, password, ...this.#device },
      // Whoever is not known yet is registered.
      tolerated: true,
    });
    return this.#logIn(reply);
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
        ...this.#device,
      },
    });
    const isRegistered = await this.#logIn(reply);
    if (!isRegistered) this.context.fail('The server lets the user neither log in nor register');
    return isRegistered;
  }

  get #device() {
    const { deviceId } = this.#state;
    return deviceId ? { device_id: deviceId } : { initial_device_display_name: this.context.asset.appId };
  }

  async #whoAmI(): Promise<void> {
    const reply = await this.call('GET', '/account/whoami', { json: null, tolerated: true });
    const { accessToken: _, ...login } = this.#loginOf(reply);
    if (reply.ok) await this.#state.learn(this.context.session, login);
  }

  /** Whether a reply lets us in, and then remembers as whom. */
  async #logIn(reply: Reply): Promise<boolean> {
    const login = this.#loginOf(reply);
    if (!reply.ok || !login.accessToken) return false;
    await this.#state.logIn(this.context.session, login);
    return true;
  }

  #loginOf(reply: Reply) {
    const { access_token: accessToken, user_id: userId, device_id: deviceId, home_server } = reply.json<Answer>() ?? {};
    const homeServer = home_server ?? this.#state.homeServer ?? serverOf(userId);
    return { accessToken, userId, deviceId, homeServer };
  }

  async #call(method: string, path: string, options: Options): Promise<Reply> {
    const address = await this.#server(options?.tolerated === true);
    if (address === undefined) return NO_REPLY;
    const { accessToken } = this.#state;
    const reply = await this.#attempt(
      http.request(method, address + path, {
        auth: accessToken && http.bearer(accessToken),
        failure: (answer) => (answer.json() ? undefined : 'The server did not answer in JSON'),
        ...options,
        headers: { Accept: 'application/json', ...options?.headers },
      }),
    );
    if (reply.status === UNAUTHORIZED) await this.#state.dropToken(this.context.session);
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
    const ask = (url: string) =>
      this.#attempt(
        http.get(url, {
          json: null,
          headers: { Accept: 'application/json' },
          tolerated: isTolerated || [NOT_FOUND],
        }),
      );
    const fail = (reason: string): void => {
      if (!isTolerated) this.context.fail(reason);
    };
    const address = await discover(own, ask, fail);
    if (address) this.#state.server = { address, until: this.context.now() + DISCOVERY_MILLISECONDS };
    return address;
  }
}
