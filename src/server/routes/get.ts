import { Content, jsonContent, MEDIA } from '../content.ts';
import type { ServerContext } from '../context.ts';
import type { Exchange } from '../exchange.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';

const TYPES = { text: MEDIA.textUtf8, yaml: MEDIA.yamlUtf8 } as const;

/** The stored configuration as it was stored, undefined if there is none; clients tell YAML by its media type. */
export async function readStored(
  { settings, configurations }: ServerContext,
  exchange: Exchange,
): Promise<Content | undefined> {
  if (settings.configLock) throw new Refusal('denied');
  const stored = await configurations.read(exchange.key);
  if (!stored) return undefined;
  const { content, format } = stored;
  return exchange.wantsJson ? jsonContent({ format, config: content }) : new Content(TYPES[format], content);
}

/** Reads a configuration back. */
export const getRoute = (context: ServerContext): Route => ({
  path: '/get/{key}',
  view: 'get',
  async post(exchange) {
    const content = await readStored(context, exchange);
    return content ? exchange.sendCompressible(200, content) : exchange.sendEmpty(204);
  },
});
