import { ECDH } from 'node:crypto';
import type { DeliverContext } from '../../service/define.ts';
import { loadText, readLocation } from '../../service/named-files.ts';
import type { Reader } from './web-push.ts';

const MAX_SUBSCRIPTIONS_CHARACTERS = 5 * 1024 * 1024;
const SUBSCRIPTIONS_FILE = 'subscriptions.json';
const MAX_NAME_CHARACTERS = 16;

/** A browser that takes messages: https://developer.mozilla.org/docs/Web/API/PushSubscription */
export interface Subscription extends Reader {
  readonly endpoint: string;
}

interface Content {
  readonly endpoint?: unknown;
  readonly keys?: { readonly p256dh?: unknown; readonly auth?: unknown } | null;
}

function readSubscription(content: unknown): Subscription | undefined {
  const { endpoint, keys } = (content ?? {}) as Content;
  const { p256dh, auth } = keys ?? {};
  if (typeof endpoint !== 'string' || typeof p256dh !== 'string' || typeof auth !== 'string') return undefined;
  if (!/^https:\/\//i.test(endpoint) || !URL.canParse(endpoint)) return undefined;
  const [publicKey, secret] = [Buffer.from(p256dh, 'base64url'), Buffer.from(auth, 'base64url')];
  try {
    ECDH.convertKey(publicKey, 'prime256v1');
  } catch {
    return undefined;
  }
  return secret.length > 0 ? { endpoint, publicKey, secret } : undefined;
}

/** Subscriptions by name in lower case: those of a file, or the single one it holds, named by the end of its address. */
export function parseSubscriptions(text: string): ReadonlyMap<string, Subscription> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return new Map();
  }
  const single = readSubscription(content);
  const entries = single
    ? [[single.endpoint.split('/').at(-1)?.slice(0, MAX_NAME_CHARACTERS) ?? '', content] as const]
    : Object.entries(content ?? {});
  return new Map(
    entries.flatMap(([name, entry]) => {
      const subscription = readSubscription(entry);
      return subscription ? [[name.toLowerCase(), subscription] as const] : [];
    }),
  );
}

/** The subscriptions that the settings name, or else the service's own. */
export async function loadSubscriptions(location: string | undefined, context: DeliverContext) {
  const text =
    location === undefined
      ? await context.session.readFile(SUBSCRIPTIONS_FILE).then((bytes) => bytes && Buffer.from(bytes).toString())
      : await loadText(readLocation(location), MAX_SUBSCRIPTIONS_CHARACTERS, context);
  return parseSubscriptions(text ?? '');
}
