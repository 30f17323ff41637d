import { jsonContent, MEDIA } from '../content.ts';
import type { ServerContext } from '../context.ts';
import { isTrue } from '../environment.ts';
import { TEXT } from '../openapi/common.ts';
import type { Operation, Schema } from '../openapi/operation.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';

const UNREADABLE = jsonContent({ tags: [], urls: [], error: 'There was no configuration found' });

const NAMES: Schema = { type: 'array', items: TEXT };

const TAG: Schema = {
  title: 'TagDetails',
  type: 'object',
  properties: {
    name: TEXT,
    priority: { type: 'integer', description: 'The lower the sooner.' },
    token: { ...TEXT, description: 'As it was written: with its priority only if it has one of its own.' },
    exact: { ...TEXT, description: 'With its priority: `2:name`.' },
  },
  required: ['name', 'priority', 'token', 'exact'],
};

const SERVICE: Schema = {
  title: 'StoredService',
  type: 'object',
  properties: {
    id: { type: ['string', 'null'], description: 'The same for the same account, whatever its options.' },
    service_name: TEXT,
    enabled: { type: 'boolean', description: 'Whether the server may use it.' },
    url: TEXT,
    retry: { type: 'integer', description: 'How often it is tried again.' },
    optional: { type: 'boolean', description: 'Whether its failure counts for nothing.' },
    tags: NAMES,
    tag_details: { type: 'array', items: TAG },
  },
  required: ['id', 'service_name', 'enabled', 'url', 'retry', 'optional', 'tags', 'tag_details'],
};

const SERVICES: Schema = {
  title: 'StoredServices',
  type: 'object',
  properties: { tags: NAMES, urls: { type: 'array', items: SERVICE } },
  required: ['tags', 'urls'],
};

const LIST: Operation = {
  id: 'listServices',
  section: 'Configurations',
  summary: 'List the services of a configuration',
  description: 'Always JSON; without secrets where configurations are locked.',
  parameters: [
    { name: 'privacy', in: 'query', description: 'Hide secrets: `yes` or `1`.', schema: TEXT },
    {
      name: 'tag',
      in: 'query',
      description: 'Tags, separated by commas, of which a service has at least one; `all` if there is none.',
      schema: TEXT,
    },
  ],
  answers: {
    200: { description: 'The services and the tags that they have.', content: { [MEDIA.json]: SERVICES } },
    204: { description: 'Nothing is stored.' },
    500: {
      description: 'What is stored cannot be read.',
      content: {
        [MEDIA.json]: {
          title: 'UnreadableServices',
          type: 'object',
          properties: { ...SERVICES.properties, error: TEXT },
          required: ['tags', 'urls', 'error'],
        },
      },
    },
  },
};

/** The services of a configuration; always JSON, and without secrets where configurations are locked. */
export const jsonUrlsRoute = ({ settings, configurations }: ServerContext): Route => ({
  path: '/json/urls/{key}',
  view: 'json_urls',
  operations: { get: LIST },
  async get(exchange) {
    const masked = settings.configLock || isTrue(exchange.query.get('privacy') ?? '');
    const tags = exchange.query.getAll('tag').at(-1) ?? 'all';
    const configuration = await configurations.find(exchange.key).catch((error: unknown) => {
      if (error instanceof Refusal) return 'unreadable' as const;
      throw error;
    });
    if (configuration === 'unreadable') return exchange.send(500, UNREADABLE);
    if (configuration === undefined) return exchange.sendEmpty(204);
    return exchange.sendCompressible(200, configuration.list({ masked, tags }));
  },
});
