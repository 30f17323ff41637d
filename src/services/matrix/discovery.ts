import type { DeliverContext } from '../../service/define.ts';
import type { Reply } from '../../service/http.ts';
import { parseUrl } from '../../text/url.ts';

const OK = 200;
const NOT_FOUND = 404;

/** The address of a server that another server names. */
function readAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value)) return undefined;
  return parseUrl(value) && value.replace(/\/$/, '');
}

/**
 * The address of the API that a host speaks for, its own if it names none; undefined after a failure:
 * https://spec.matrix.org/latest/client-server-api/#well-known-uris
 */
export async function discover(
  own: string,
  ask: (url: string) => Promise<Reply>,
  fail: DeliverContext['fail'],
): Promise<string | undefined> {
  const reply = await ask(`${own}/.well-known/matrix/client`);
  if (reply.status === NOT_FOUND) return own;
  if (reply.status !== OK) return undefined;
  const known = reply.json<{ 'm.homeserver': { base_url?: unknown } | null }>();
  if (!known || Object.keys(known).length === 0) return own;
  const address = readAddress(known['m.homeserver']?.base_url);
  if (address !== undefined && (await ask(`${address}/_matrix/client/versions`)).status === OK) return address;
  fail('The server names a homeserver that is none');
  return undefined;
}
