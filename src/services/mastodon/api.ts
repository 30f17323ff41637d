import type { DeliverContext } from '../../service/define.ts';
import { http, type HttpRequest, type Reply } from '../../service/http.ts';
import type { Attachment } from '../../service/message.ts';

/** What requests to a server have in common. */
export interface Api {
  readonly address: string;
  readonly auth: string;
  readonly context: DeliverContext;
  readonly send: (request: HttpRequest) => Promise<Reply>;
}

/** The account that the token is of, as `@name`; undefined after a failure. */
export async function ownName({ address, auth, context, send }: Api): Promise<string | undefined> {
  const kept = context.memory.get('account');
  if (typeof kept === 'string') return kept;
  const reply = await send(http.get(`${address}/accounts/verify_credentials`, { auth }));
  if (!reply.ok) return undefined;
  const { username } = reply.json<{ username: string }>() ?? {};
  if (username) context.memory.set('account', `@${username}`);
  else context.fail('The server does not say whose token it is');
  return username && `@${username}`;
}

/** A file that a server has taken. */
export interface Media {
  readonly id: string;
  readonly type: string;
}

/** Uploads what Mastodon shows: images, films and sound; undefined after a failure. */
export async function upload({ address, auth, context, send }: Api, files: readonly Attachment[]) {
  const media: Media[] = [];
  for (const file of files.filter(({ type }) => /^(?:image|video|audio)\//i.test(type))) {
    const multipart = [
      { name: 'description', value: file.name },
      { name: 'file', value: file, type: 'application/octet-stream' },
    ];
    const reply = await send(http.post(`${address}/media`, { auth, multipart }));
    if (!reply.ok) return undefined;
    const { id } = reply.json<{ id: string }>() ?? {};
    if (id) media.push({ id, type: file.type });
    else context.fail('A file was taken, but not given a name');
  }
  return media;
}
