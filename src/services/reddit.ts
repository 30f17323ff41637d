// `deliver`: posts need the token of a login; one that is refused is replaced, and the post repeated.
import type { DeliverContext } from '../service/define.ts';
import type { HttpRequest, Reply } from '../service/http.ts';
import { defineService, field, http } from '../service/index.ts';
import { withinLimit } from '../service/rate-limit.ts';
import { parseUrl } from '../text/url.ts';

const KEY = /^[a-z0-9_-]+$/i;
const TOKEN = 'token';
const RATE_LIMIT = { remaining: 'X-RateLimit-Remaining', reset: 'X-RateLimit-Reset', marginSeconds: 10 };

/** The service asks for a name with a version: https://github.com/reddit-archive/reddit/wiki/API */
const HEADERS = { 'User-Agent': 'Apprise v1.13.0' };

/** Whatever the reason, a new token may help. */
const REFUSALS = Array.from({ length: 399 }, (_, index) => index + 201);

type Send = (request: HttpRequest) => Promise<Reply>;
interface Account {
  readonly user: string;
  readonly password: string;
  readonly app_id: string;
  readonly app_secret: string;
}

const readSubreddit = (text: string): string | undefined => text.replace(/^#+/, '') || undefined;
const flag = (value: boolean): string => (value ? 'True' : 'False');

/** Whether a message is nothing but an address. */
const isLink = (body: string): boolean => /^\s*https?:\/\//i.test(body) && parseUrl(body) !== undefined;

/** Errors come with the status of a success. */
function refusalOf(reply: Reply): string | undefined {
  const content = reply.json<{ json: { errors?: unknown } }>();
  if (content === undefined) return 'The answer is not JSON';
  const errors = content.json?.errors;
  return Array.isArray(errors) && errors.length > 0 ? `Refused: ${JSON.stringify(errors)}` : undefined;
}

/** A new token, kept for later messages; undefined after a failure. */
async function login(account: Account, send: Send, context: DeliverContext): Promise<string | undefined> {
  context.memory.delete(TOKEN);
  const reply = await send(
    http.post('https://www.reddit.com/api/v1/access_token', {
      auth: http.basic(account.app_id, account.app_secret),
      headers: HEADERS,
      form: { grant_type: 'password', username: account.user, password: account.password },
    }),
  );
  if (!reply.ok) return undefined;
  const token = reply.json<{ access_token: string }>()?.access_token;
  if (token) context.memory.set(TOKEN, token);
  else context.fail('The login was answered without a token');
  return token;
}

/** https://www.reddit.com/dev/api/#POST_api_submit */
export default defineService({
  id: 'reddit',
  name: 'Reddit',
  category: 'social',
  homepage: 'https://reddit.com',
  schemes: { secure: ['reddit'] },
  format: 'markdown',
  limits: { title: 300, body: 6000 },
  throttleSeconds: 0,

  url: '{user}:{password}@{app_id}/{app_secret}/{targets}',
  fields: {
    user: field.text('User Name', { required: true }),
    password: field.secret('Password', { required: true, mask: 'all' }),
    app_id: field.secret('Application ID', {
      required: true,
      pattern: KEY,
      mask: 'all',
      undocumented: ['app_id'],
    }),
    app_secret: field.secret('Application Secret', {
      required: true,
      pattern: KEY,
      mask: 'all',
      undocumented: ['app_secret'],
    }),
    targets: field.recipients(
      { subreddit: { label: 'Target Subreddit', read: readSubreddit } },
      { required: 'published', sorted: true },
    ),
    kind: field.choice('Kind', ['auto', 'self', 'link'], { default: 'auto' }),
    advertisement: field.flag('Is Ad?', { key: 'ad', default: false }),
    nsfw: field.flag('NSFW', { default: false }),
    resubmit: field.flag('Resubmit Flag', { default: false }),
    sendreplies: field.flag('Send Replies', { key: 'replies', default: true }),
    spoiler: field.flag('Is Spoiler', { default: false }),
    flair_id: field.text('Flair ID'),
    flair_text: field.text('Flair Text'),
  },
  // With a secret in the query, the path has nothing but subreddits.
  read: (raw, { query }) =>
    query.get('app_secret')
      ? { ...raw, targets: [raw['app_secret'], ...(raw['targets'] as readonly string[])].filter(Boolean) }
      : raw,
  identity: ['app_id', 'app_secret', 'user', 'password'],
  count: ({ targets }) => targets.subreddit.length,

  failure: refusalOf,
  statuses: { 401: 'The token is not valid' },
  async deliver(settings, { title, body }, context) {
    const { targets, advertisement, nsfw, resubmit, sendreplies, spoiler, flair_id, flair_text } = settings;
    const send = withinLimit(context, RATE_LIMIT);
    const kind = settings.kind === 'auto' ? (isLink(body) ? 'link' : 'self') : settings.kind;

    const submit = (subreddit: string, token: string, tolerated: readonly number[] = []): HttpRequest =>
      http.post('https://oauth.reddit.com/api/submit', {
        auth: http.bearer(token),
        headers: HEADERS,
        form: {
          ad: flag(advertisement),
          api_type: 'json',
          extension: 'json',
          sr: subreddit,
          title: title || context.asset.appDescription,
          kind,
          nsfw: flag(nsfw),
          resubmit: flag(resubmit),
          sendreplies: flag(sendreplies),
          spoiler: flag(spoiler),
          flair_id,
          flair_text,
          [kind === 'link' ? 'url' : 'text']: body,
        },
        tolerated,
      });

    let token = context.memory.get(TOKEN) ?? (await login(settings, send, context));
    if (targets.subreddit.length === 0) context.fail('There is no subreddit to send to');
    for (const subreddit of targets.subreddit.toReversed()) {
      if (typeof token !== 'string') return;
      const { status } = await send(submit(subreddit, token, REFUSALS));
      if (!REFUSALS.includes(status)) continue;
      token = await login(settings, send, context);
      if (typeof token === 'string') await send(submit(subreddit, token));
    }
  },
});
