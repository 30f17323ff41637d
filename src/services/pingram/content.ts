import { colorOf } from '../../service/asset.ts';
import type { Context } from '../../service/define.ts';
import type { Json } from '../../service/http.ts';
import type { Message } from '../../service/message.ts';
import { convert } from '../../text/convert/index.ts';

/** Who mail comes from. */
export interface Sender {
  readonly address: string;
  readonly name: string;
}

interface Note {
  readonly title: string;
  readonly text: string;
  /** Title and text, for what has no titles. */
  readonly whole: string;
  readonly html: string;
  readonly image: string | undefined;
  readonly sender: Sender | undefined;
}

const WRITERS = {
  call: ({ whole }: Note) => ({ message: whole }),
  email: ({ title, html, sender }: Note) => ({
    subject: title,
    html,
    senderEmail: sender?.address,
    senderName: sender?.name,
  }),
  inapp: ({ title, image }: Note) => ({ title, image }),
  mobile_push: ({ title, text }: Note) => ({ title, message: text }),
  slack: ({ whole }: Note) => ({ text: whole }),
  sms: ({ whole }: Note) => ({ message: whole }),
  web_push: ({ title, text, image }: Note) => ({ title, message: text, icon: image }),
} satisfies Readonly<Record<string, (note: Note) => Json>>;

/** A way to reach somebody. */
export type Channel = keyof typeof WRITERS;

export const CHANNELS = Object.keys(WRITERS) as readonly Channel[];

export const isChannel = (text: string): text is Channel => Object.hasOwn(WRITERS, text);

/** What is said on each channel. */
export function channelContent(
  channels: readonly Channel[],
  { title, body, type, format }: Message,
  context: Context,
  sender: Sender | undefined,
): Readonly<Record<string, Json>> {
  const text = format === 'html' ? convert(body, 'html', 'text') : body;
  const note = {
    title: title || context.asset.appId,
    text,
    whole: title ? `${title}\n${text}` : text,
    html: convert(body, format, 'html'),
    image: context.image(type),
    sender,
  };
  return Object.fromEntries(channels.map((channel) => [channel, WRITERS[channel](note)]));
}

/** What a template may show. */
export const templateContent = (
  tokens: ReadonlyMap<string, string>,
  { title, body, type }: Message,
  context: Context,
): Readonly<Record<string, Json>> => ({
  parameters: {
    ...Object.fromEntries(tokens),
    appBody: body,
    appTitle: title,
    appType: type,
    appId: context.asset.appId,
    appDescription: context.asset.appDescription,
    appColor: colorOf(type),
    appImageUrl: context.image(type),
    appUrl: context.asset.appUrl,
  },
});
