import type { DeliverContext } from '../../service/define.ts';
import { http, type Json, type Part, type Reply } from '../../service/http.ts';
import type { Attachment } from '../../service/message.ts';
import { withinLimit } from '../../service/rate-limit.ts';
import { authorizationOf, type Keys } from './oauth.ts';

export const API = 'https://api.twitter.com/2';

/** Users of one look-up: https://docs.x.com/x-api/users/user-lookup-by-usernames */
const MAX_NAMES = 100;

/** https://docs.x.com/x-api/fundamentals/rate-limits */
const RATE_LIMIT = { remaining: 'x-rate-limit-remaining', reset: 'x-rate-limit-reset', marginSeconds: 0.5 };

interface Content {
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly multipart?: readonly Part[];
}

/** Sends a signed request. */
export type Call = (method: 'GET' | 'POST', url: string, content?: Content) => Promise<Reply>;

/** Calls signed with the keys, within the limits that the replies announce. */
export function signedCall(keys: Keys, context: DeliverContext): Call {
  const send = withinLimit(context, RATE_LIMIT);
  return (method, url, { query = {}, ...body } = {}) => {
    const nonce = Buffer.from(context.random(16)).toString('hex');
    const auth = authorizationOf({ method, url, query }, keys, nonce, context.now());
    return send(http.request(method, url, { auth, query, ...body }));
  };
}

/** The id of one's own account, if it is answered. */
export async function ownId(call: Call): Promise<string | undefined> {
  const reply = await call('GET', `${API}/users/me`);
  return reply.json<{ data: { id?: string } }>()?.data?.id;
}

/** The ids of users by name, as far as they are answered. */
export async function lookUp(call: Call, names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const some of http.chunk(names, MAX_NAMES)) {
    const reply = await call('GET', `${API}/users/by`, { query: { usernames: some.join(',') } });
    const { data } = reply.json<{ data: readonly { username?: string; id?: string }[] }>() ?? {};
    for (const { username, id } of Array.isArray(data) ? data : []) if (username && id) found.set(username, id);
  }
  return found;
}

/** A file that has been uploaded. */
export interface Media {
  readonly id: string;
  readonly type: string;
}

/** Uploads images; undefined after a refusal. */
export async function upload(
  call: Call,
  files: readonly Attachment[],
  category: 'tweet_image' | 'dm_image',
  context: DeliverContext,
): Promise<Media[] | undefined> {
  const media: Media[] = [];
  for (const file of files.filter(({ type }) => /^image\//i.test(type))) {
    const multipart = [
      { name: 'media_category', value: category },
      { name: 'media', value: file, type: null },
    ];
    const reply = await call('POST', 'https://api.x.com/2/media/upload', { multipart });
    if (!reply.ok) return undefined;
    const id = reply.json<{ data: { id?: string | number } }>()?.data?.id;
    if (id) media.push({ id: String(id), type: file.type });
    else context.fail('An image was taken, but not given a name');
  }
  return media;
}
