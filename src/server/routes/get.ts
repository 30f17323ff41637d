import { CONFIG_FORMATS } from '../../config/detect.ts';
import { Content, jsonContent, MEDIA } from '../content.ts';
import type { ServerContext } from '../context.ts';
import type { Exchange } from '../exchange.ts';
import { TEXT } from '../openapi/common.ts';
import type { Operation } from '../openapi/operation.ts';
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

/** What reading back is, wherever it is done. */
export const readOperation = (id: string, summary: string): Operation => ({
  id,
  section: 'Configurations',
  summary,
  description: 'What is stored, character by character; as text its format shows in the media type.',
  answers: {
    200: {
      description: 'What is stored.',
      content: {
        [MEDIA.json]: {
          title: 'StoredConfiguration',
          type: 'object',
          properties: { format: { type: 'string', enum: CONFIG_FORMATS }, config: TEXT },
          required: ['format', 'config'],
        },
        [MEDIA.textUtf8]: TEXT,
        [MEDIA.yamlUtf8]: TEXT,
      },
    },
    204: { description: 'Nothing is stored.' },
  },
  refusals: ['denied', 'config-unreadable'],
});

/** Reads a configuration back. */
export const getRoute = (context: ServerContext): Route => ({
  path: '/get/{key}',
  view: 'get',
  operations: { post: readOperation('readConfiguration', 'Read a configuration back') },
  async post(exchange) {
    const content = await readStored(context, exchange);
    return content ? exchange.sendCompressible(200, content) : exchange.sendEmpty(204);
  },
});
