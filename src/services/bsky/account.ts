import type { DeliverContext } from '../../service/define.ts';
import { http, type HttpRequest, type Reply } from '../../service/http.ts';

/** Sends a request, within the limits that replies announce. */
export type Send = (request: HttpRequest) => Promise<Reply>;

/** Where an author's posts are kept, and the token that lets them be written. */
export interface Account {
  readonly did: string;
  readonly server: string;
  readonly auth: string;
}

const TOKEN_SECONDS = 3590;

const look = { headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' } };

/** The document of an identity names the server it lives on: https://atproto.com/specs/did */
function documentAddress(did: string): string | undefined {
  if (did.startsWith('did:plc:')) return `https://plc.directory/${did}`;
  const domain = /^did:web:([\w.-]+)$/.exec(did)?.[1];
  return domain && `https://${domain}/.well-known/did.json`;
}

/** The identity behind a handle and its server; undefined after a failure. */
async function resolveHandle(handle: string, send: Send, context: DeliverContext) {
  const address = 'https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle';
  const found = await send(http.get(address, { ...look, query: { handle } }));
  if (!found.ok) return undefined;
  const { did } = found.json<{ did: string }>() ?? {};
  const place = typeof did === 'string' ? documentAddress(did) : undefined;
  if (did === undefined || place === undefined) {
    context.fail('The handle belongs to no identity of a known kind');
    return undefined;
  }
  const reply = await send(http.get(place, { ...look, publicOnly: true }));
  if (!reply.ok) return undefined;
  const { service } = reply.json<{ service: readonly { type?: string; serviceEndpoint?: string }[] }>() ?? {};
  const services = Array.isArray(service) ? service : [];
  const server = services.find(({ type }) => type === 'AtprotoPersonalDataServer')?.serviceEndpoint;
  if (!server) context.fail('The identity names no server');
  return server ? { did, server } : undefined;
}

/** The account of a handle, from a login where none is remembered; undefined after a failure. */
export async function openAccount(
  handle: string,
  password: string,
  send: Send,
  context: DeliverContext,
): Promise<Account | undefined> {
  const { session } = context;
  const [did, server, token] = await Promise.all(
    ['did', 'endpoint', 'access_token'].map((name) => session.get(`${name}.${handle}`)),
  );
  if (typeof did === 'string' && typeof server === 'string' && typeof token === 'string')
    return { did, server, auth: http.bearer(token) };

  const place =
    typeof did === 'string' && typeof server === 'string'
      ? { did, server }
      : await resolveHandle(handle, send, context);
  if (!place) return undefined;
  await session.set(`did.${handle}`, place.did);
  await session.set(`endpoint.${handle}`, place.server);

  const reply = await send(
    http.post(`${place.server}/xrpc/com.atproto.server.createSession`, {
      json: { identifier: place.did, password },
      publicOnly: true,
    }),
  );
  if (!reply.ok) return undefined;
  const { accessJwt } = reply.json<{ accessJwt: string }>() ?? {};
  if (!accessJwt) {
    context.fail('The login was answered without a token');
    return undefined;
  }
  await session.set(`access_token.${handle}`, accessJwt, { expiresInSeconds: TOKEN_SECONDS });
  return { ...place, auth: http.bearer(accessJwt) };
}
