import { jsonContent } from '../content.ts';
import type { ServerContext } from '../context.ts';
import { isTrue } from '../environment.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';

const UNREADABLE = jsonContent({ tags: [], urls: [], error: 'There was no configuration found' });

/** The services of a configuration; always JSON, and without secrets where configurations are locked. */
export const jsonUrlsRoute = ({ settings, configurations }: ServerContext): Route => ({
  path: '/json/urls/{key}',
  view: 'json_urls',
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
