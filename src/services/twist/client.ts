import type { DeliverContext } from '../../service/define.ts';
import { http, type Pairs, type Reply } from '../../service/http.ts';

const API = 'https://api.twist.com/api/v3';
/** The statuses of a token that is no longer good. */
const UNAUTHORIZED = [401, 403];

/** What a login opens, and what was found in it. */
interface Account {
  readonly token: string;
  readonly workspace: number | undefined;
  /** The ids of workspaces and channels by their names, by the request that answers them. */
  readonly found: Map<string, ReadonlyMap<string, number>>;
}

const request = (path: string, form: Pairs | undefined, token?: string) =>
  http.post(`${API}/${path}`, {
    ...(form && { form }),
    ...(token !== undefined && { auth: http.bearer(token) }),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
  });

/** Where the account is kept: services without an identity share their memory. */
const keyOf = ({ email, password }: Login): string => `twist ${email} ${password}`;

/** The ids of a list of things by their names in lower case. */
function idsByName(reply: Reply): Map<string, number> {
  const entries = reply.json<readonly { readonly name?: string; readonly id?: number }[]>();
  const named = Array.isArray(entries) ? (entries as readonly { name?: string; id?: number }[]) : [];
  return new Map(named.flatMap(({ name = '', id }) => (id === undefined ? [] : [[name.toLowerCase(), id] as const])));
}

interface Login {
  readonly email: string;
  readonly password: string;
}

/** Logs in; undefined after a failure. */
async function open(login: Login, context: DeliverContext): Promise<Account | undefined> {
  const reply = await context.send(request('users/login', { ...login }));
  if (!reply.ok) return undefined;
  const { token, default_workspace: workspace } = reply.json<{ token: string; default_workspace: number }>() ?? {};
  if (token) return { token, workspace, found: new Map() };
  context.fail('The login was answered without a token');
  return undefined;
}

/** An account of Twist, which stays logged in while the process runs. */
export class Client {
  readonly #login: Login;
  readonly #context: DeliverContext;
  readonly #account: Account;

  constructor(login: Login, account: Account, context: DeliverContext) {
    this.#login = login;
    this.#account = account;
    this.#context = context;
  }

  /** The client of an account, undefined if there is no login. */
  static async of(login: Login, context: DeliverContext): Promise<Client | undefined> {
    const key = keyOf(login);
    const account = (context.memory.get(key) as Account | undefined) ?? (await open(login, context));
    if (account) context.memory.set(key, account);
    return account && new Client(login, account, context);
  }

  /** The answer to a request in the name of the account. */
  async call(path: string, form?: Pairs): Promise<Reply> {
    const { token } = this.#account;
    const reply = await this.#context.send({ ...request(path, form, token), tolerated: UNAUTHORIZED });
    if (!UNAUTHORIZED.includes(reply.status)) return reply;
    this.#context.memory.delete(keyOf(this.#login));
    const renewed = await open(this.#login, this.#context);
    return renewed ? this.#context.send(request(path, form, renewed.token)) : reply;
  }

  /** The id of a channel, `name` or `workspace:name`. */
  async findChannel(text: string): Promise<number | undefined> {
    const [, workspace, name = text] = /^([\w-]+):(.+)$/.exec(text) ?? [];
    const workspace_id =
      workspace === undefined ? this.#account.workspace : (await this.#idsOf('workspaces/get')).get(workspace);
    return workspace_id === undefined ? undefined : (await this.#idsOf('channels/get', workspace_id)).get(name);
  }

  /** What the account has, asked once. */
  async #idsOf(path: string, workspace_id?: number): Promise<ReadonlyMap<string, number>> {
    const { found } = this.#account;
    const key = `${path} ${workspace_id ?? ''}`;
    const known = found.get(key);
    if (known) return known;
    const reply = await this.call(path, workspace_id === undefined ? undefined : { workspace_id });
    const ids = reply.ok ? idsByName(reply) : new Map<string, number>();
    found.set(key, ids);
    // What could not be asked is asked again by the next delivery.
    if (!reply.ok) this.#context.memory.delete(keyOf(this.#login));
    return ids;
  }
}
