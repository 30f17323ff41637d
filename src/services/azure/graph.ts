import type { DeliverContext } from '../../service/define.ts';
import type { HttpRequest, Json, Reply } from '../../service/http.ts';
import { http } from '../../service/index.ts';
import type { Attachment } from '../../service/message.ts';
import { parseIntegerText } from '../../text/numbers.ts';
import { quote } from '../../text/url.ts';

const LOGIN = 'https://login.microsoftonline.com';
const GRAPH = 'https://graph.microsoft.com';
const MARGIN_SECONDS = 10;
const UNAUTHORIZED = 401;
/** Pieces are to be multiples of 320 KiB below 4 MiB: https://learn.microsoft.com/graph/outlook-large-attachments */
const PIECE_BYTES = 10 * 320 * 1024;

const ACCESS_TOKEN = 'access_token';
const REFRESH_TOKEN = 'refresh_token';

/** Who logs in: an application of a tenant, acting for a user of it, or a person for their own account. */
export interface Account {
  readonly source: string;
  /** Undefined for a person. */
  readonly tenant: string | undefined;
  readonly client_id: string;
  /** Of the application, or the first refresh token of the person. */
  readonly secret: string;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: unknown;
}

/** A text that was kept. */
export const textOf = (kept: Json | undefined): string | undefined => (typeof kept === 'string' ? kept : undefined);

/** Microsoft Graph for one account: each request has a token that is good. */
export class Graph {
  readonly #account: Account;
  readonly #context: DeliverContext;

  constructor(account: Account, context: DeliverContext) {
    this.#account = account;
    this.#context = context;
  }

  /** Sends a request to a place below that of the account; undefined if there is no login. */
  async call(
    method: string,
    place: string,
    options: Pick<HttpRequest, 'json' | 'tolerated' | 'failure'> = {},
  ): Promise<Reply | undefined> {
    const { session } = this.#context;
    const kept = async (): Promise<string | undefined> => textOf(await session.get(ACCESS_TOKEN));
    const token = (await kept()) ?? (await session.lock(async () => (await kept()) ?? this.#login()));
    if (token === undefined) return undefined;
    const { source, tenant } = this.#account;
    const owner = tenant === undefined ? 'me' : `users/${quote(source, '@')}`;
    const reply = await this.#context.send(
      http.request(method, `${GRAPH}/v1.0/${owner}${place}`, { auth: http.bearer(token), ...options }),
    );
    if (reply.status === UNAUTHORIZED) await session.clear(ACCESS_TOKEN);
    return reply;
  }

  /** Adds a file to a draft, in pieces; whether all of it arrived. */
  async upload(draft: string, file: Attachment): Promise<boolean> {
    const { name, type, size } = file;
    const opened = await this.call('POST', `/messages/${quote(draft, '')}/attachments/createUploadSession`, {
      json: { AttachmentItem: { attachmentType: 'file', name, contentType: type, size } },
    });
    if (!opened?.ok) return false;
    const { uploadUrl } = opened.json<{ uploadUrl: string }>() ?? {};
    if (!uploadUrl) {
      this.#context.fail('The place to upload a file to was not told');
      return false;
    }
    const bytes = await this.#context.bytes(file);
    for (let start = 0; start < size; start += PIECE_BYTES) {
      const content = bytes.subarray(start, start + PIECE_BYTES);
      const range = `bytes ${start}-${start + content.length - 1}/${size}`;
      const headers = { 'Content-Type': 'application/octet-stream', 'Content-Range': range };
      if (!(await this.#context.send(http.put(uploadUrl, { headers, content, publicOnly: true }))).ok) return false;
    }
    return true;
  }

  /** A new access token: https://learn.microsoft.com/entra/identity-platform/v2-protocols */
  async #login(): Promise<string | undefined> {
    const { tenant, client_id, secret } = this.#account;
    const { session } = this.#context;
    const refresh_token = textOf(await session.get(REFRESH_TOKEN)) ?? secret;
    const form =
      tenant === undefined
        ? { grant_type: 'refresh_token', client_id, refresh_token, scope: `${GRAPH}/Mail.Send offline_access` }
        : { grant_type: 'client_credentials', client_id, client_secret: secret, scope: `${GRAPH}/.default` };
    const reply = await this.#context.send(http.post(`${LOGIN}/${tenant ?? 'consumers'}/oauth2/v2.0/token`, { form }));
    if (!reply.ok) return undefined;
    const tokens = reply.json<Tokens>() ?? {};
    const lifetimeSeconds = parseIntegerText(String(tokens.expires_in));
    if (!tokens.access_token || lifetimeSeconds === undefined) {
      this.#context.fail('The login was answered without a token');
      return undefined;
    }
    if (tenant === undefined && tokens.refresh_token) await session.set(REFRESH_TOKEN, tokens.refresh_token);
    await session.set(ACCESS_TOKEN, tokens.access_token, { expiresInSeconds: lifetimeSeconds - MARGIN_SECONDS });
    return tokens.access_token;
  }
}
