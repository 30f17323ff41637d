/** A chat by number or by name, in either case with a topic if there is one. */
const CHAT = /^(?:(-?\d{1,32})|(?:@|%40)?([a-z_-][a-z0-9_-]+))(?:(?::|%3A)(\d+))?$/i;

/** A chat as a URL names it: `123`, `@name`, either with `:topic`. */
export function readChat(text: string): string | undefined {
  const [whole, number, name, topic] = CHAT.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return (
    (number === undefined ? `@${name}` : String(BigInt(number))) + (topic === undefined ? '' : `:${Number(topic)}`)
  );
}

/** Where a message goes. */
export interface Target {
  readonly chat_id: string | number;
  readonly message_thread_id: number | undefined;
}

/** The place that a chat as a URL names it stands for; without a topic of its own it has the usual one. */
export function targetOf(chat: string, usualTopic: number | undefined): Target {
  const [name = '', topic] = chat.split(':');
  const number = Number(name);
  return {
    chat_id: Number.isSafeInteger(number) ? number : name,
    message_thread_id: Number(topic) || usualTopic,
  };
}
