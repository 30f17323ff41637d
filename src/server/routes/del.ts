import { confirm } from '../answers.ts';
import type { ServerContext } from '../context.ts';
import { CONFIRMED } from '../openapi/common.ts';
import type { Operation } from '../openapi/operation.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';

const REMOVE: Operation = {
  id: 'removeConfiguration',
  section: 'Configurations',
  summary: 'Remove a configuration',
  answers: { 200: CONFIRMED, 204: { description: 'There was none.' } },
  refusals: ['denied', 'not-removed'],
};

/** Removes a configuration. */
export const delRoute = ({ settings, configurations, log }: ServerContext): Route => ({
  path: '/del/{key}',
  view: 'del',
  operations: { post: REMOVE },
  async post(exchange) {
    if (settings.configLock) throw new Refusal('denied');
    if (!(await configurations.remove(exchange.key))) return exchange.sendEmpty(204);
    log.write('INFO', 'configuration removed', { key: exchange.key, client: exchange.client });
    return confirm(exchange, 'Successfully removed configuration');
  },
});
