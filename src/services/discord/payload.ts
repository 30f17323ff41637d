import { colorNumberOf, logoUrl } from '../../service/asset.ts';
import type { Context } from '../../service/define.ts';
import { http } from '../../service/http.ts';
import type { JsonObject } from '../../service/json-template.ts';
import type { Message } from '../../service/message.ts';
import { pingsIn } from './pings.ts';
import { sectionsOf } from './sections.ts';

/** https://discord.com/developers/docs/resources/message#embed-object */
const MAX_FIELDS = 10;

/** What a URL says of the looks of a message. */
export interface Looks {
  readonly fields: boolean;
  readonly footer: boolean;
  readonly footer_logo: boolean;
  readonly include_image: boolean;
  readonly href: string | undefined;
  readonly ping: readonly string[];
}

/** A message, the title of which may be left out. */
type Content = Pick<Message, 'body' | 'type' | 'format'> & { readonly title: string | undefined };

/** The embeds of a Markdown message, one for each payload: a field for each heading, as many as one takes. */
function embedsOf(looks: Looks, { title, body, type }: Content, context: Context): JsonObject[] {
  const { appId, appDescription, appUrl } = context.asset;
  const image = context.image(type);
  const { description, sections } = looks.fields ? sectionsOf(body) : { description: body, sections: [] };
  const embed = {
    author: { name: appId, url: appUrl },
    title,
    color: colorNumberOf(type),
    url: looks.href,
    footer: looks.footer
      ? { text: appDescription, icon_url: looks.footer_logo ? logoUrl(context.asset) : undefined }
      : undefined,
    thumbnail: looks.include_image && image ? { url: image, height: 256, width: 256 } : undefined,
  };
  const [first, ...others] = http.chunk(sections, MAX_FIELDS);
  return [{ ...embed, description, fields: first }, ...others.map((fields) => ({ ...embed, description: '', fields }))];
}

/** What a message is sent as, beside its sender: embeds if it is Markdown, otherwise its text. */
export function payloadsOf(looks: Looks, message: Content, context: Context): JsonObject[] {
  const { title, body, format } = message;
  const wanted = looks.ping.join(' ');
  if (format !== 'markdown') {
    const pings = pingsIn(wanted);
    return [{ ...pings, content: (title ? `${title}\r\n${body}` : body) + (pings.content ?? '') }];
  }
  const pings = pingsIn(`${body} ${wanted}`);
  return embedsOf(looks, message, context).map((embed) => ({ ...pings, embeds: [embed] }));
}
