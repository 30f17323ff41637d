import type { DeliverContext } from '../../service/define.ts';
import { http } from '../../service/http.ts';
import type { Attachment } from '../../service/message.ts';
import { quote } from '../../text/url.ts';

const LOOKUP_LIFETIME_SECONDS = 20 * 24 * 60 * 60;

/** How a bot calls a server. */
interface Server {
  readonly api: string;
  readonly auth: string;
}

/** The id of a channel of a team. */
export async function findChannel(name: string, team: string, { api, auth }: Server, context: DeliverContext) {
  const key = `c:${name}`;
  const known = await context.session.get(key);
  if (typeof known === 'string') return known;
  const url = `${api}/teams/name/${quote(team, '')}/channels/name/${quote(name, '')}`;
  const reply = await context.send(http.get(url, { auth, headers: { Accept: 'application/json' }, accept: [200] }));
  if (!reply.ok) return undefined;
  const id = reply.json<{ id: string }>()?.id;
  if (id) await context.session.set(key, id, { expiresInSeconds: LOOKUP_LIFETIME_SECONDS });
  else context.fail('A channel was found without an id');
  return id;
}

/** The id of a file uploaded to a channel. */
export async function upload(file: Attachment, channel: string, { api, auth }: Server, context: DeliverContext) {
  const multipart = [...http.parts({ channel_id: channel }), { name: 'files', value: file }];
  const reply = await context.send(http.post(`${api}/files`, { auth, multipart }));
  if (!reply.ok) return undefined;
  const id = reply.json<{ file_infos: readonly { id?: string }[] }>()?.file_infos?.[0]?.id;
  if (!id) context.fail('A file was taken without an id');
  return id;
}
