import type { DeliverContext } from '../../service/define.ts';
import { http } from '../../service/http.ts';
import { parseIntegerText } from '../../text/numbers.ts';

/** Where SendPulse is called. */
export const API = 'https://api.sendpulse.com';
/** The name a token is kept under. */
export const TOKEN = 'access_token';
const LIFETIME_SECONDS = 3600;
const MARGIN_SECONDS = 10;

/** How long a token is kept; undefined if it is good for too short a time. */
function lifetimeOf(expiresIn: unknown): number | undefined {
  const given = parseIntegerText(String(expiresIn)) ?? LIFETIME_SECONDS;
  const seconds = Math.min(given, LIFETIME_SECONDS) - MARGIN_SECONDS;
  return seconds > MARGIN_SECONDS ? seconds : undefined;
}

interface Client {
  readonly client_id: string;
  readonly client_secret: string;
}

/** A new token, kept for later: https://sendpulse.com/integrations/api#auth */
export async function login(
  { client_id, client_secret }: Client,
  context: DeliverContext,
): Promise<string | undefined> {
  await context.session.clear(TOKEN);
  const reply = await context.send(
    http.post(`${API}/oauth/access_token`, {
      json: { grant_type: 'client_credentials', client_id, client_secret },
    }),
  );
  if (!reply.ok) return undefined;
  const { access_token, expires_in } = reply.json<{ access_token: string; expires_in: unknown }>() ?? {};
  const expiresInSeconds = lifetimeOf(expires_in);
  if (!access_token || expiresInSeconds === undefined) {
    context.fail('The login was answered without a token that is good for long enough');
    return undefined;
  }
  await context.session.set(TOKEN, access_token, { expiresInSeconds });
  return access_token;
}
