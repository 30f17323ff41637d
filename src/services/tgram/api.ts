import type { DeliverContext } from '../../service/define.ts';
import { http, type HttpRequest } from '../../service/http.ts';
import type { Attachment } from '../../service/message.ts';
import type { Target } from './targets.ts';

const OWNER = 'bot_owner';

/** How files are sent, by their type: https://core.telegram.org/bots/api#sending-files */
const MEDIA: readonly (readonly [type: RegExp, method: string, part: string])[] = [
  [/^(?:image\/gif|video\/h264)/i, 'sendAnimation', 'animation'],
  [/^image\//i, 'sendPhoto', 'photo'],
  [/^video\/mp4/i, 'sendVideo', 'video'],
  [/^(?:application|audio)\/ogg/i, 'sendVoice', 'voice'],
  [/^audio\/(?:mpeg|mp4a-latm)/i, 'sendAudio', 'audio'],
  [/^/, 'sendDocument', 'document'],
];

interface Update {
  readonly message?: { readonly from?: { readonly id?: number } };
}

/** Who has written to the bot: found once, then kept; undefined after a failure. */
export async function ownerOf(address: string, context: DeliverContext): Promise<string | undefined> {
  const kept = await context.session.get(OWNER);
  if (typeof kept === 'number') return String(kept);
  const reply = await context.send(
    http.post(`${address}/getUpdates`, { headers: { 'Content-Type': 'application/json' } }),
  );
  if (!reply.ok) return undefined;
  const { ok, result } = reply.json<{ ok: boolean; result: readonly Update[] }>() ?? {};
  const writers = ok && Array.isArray(result) ? (result as readonly Update[]) : [];
  const id = writers.map(({ message }) => message?.from?.id).find(Boolean);
  if (id === undefined) context.fail('Nobody has sent the bot a message yet');
  else await context.session.set(OWNER, id);
  return id === undefined ? undefined : String(id);
}

const textsOf = ({ chat_id, message_thread_id }: Target) => ({
  chat_id: String(chat_id),
  message_thread_id: message_thread_id?.toString(),
});

/** An icon ahead of a message, which goes out without it if need be. */
export const iconRequest = (address: string, photo: string, place: Target): HttpRequest =>
  http.post(`${address}/sendPhoto`, { multipart: http.parts({ ...textsOf(place), photo }), tolerated: true });

/** A file on its way to a target; `more` are texts beside it. */
export function fileRequest(
  address: string,
  file: Attachment,
  place: Target,
  more: Readonly<Record<string, string>>,
): HttpRequest {
  const [, method, part] = MEDIA.find(([type]) => type.test(file.type))!;
  const texts = http.parts({ ...more, title: file.name, ...textsOf(place) });
  return http.post(`${address}/${method}`, { multipart: [...texts, { name: part, value: file, type: null }] });
}
