import { confirm } from '../answers.ts';
import type { ServerContext } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';

/** Removes a configuration. */
export const delRoute = ({ settings, configurations, log }: ServerContext): Route => ({
  path: '/del/{key}',
  view: 'del',
  async post(exchange) {
    if (settings.configLock) throw new Refusal('denied');
    if (!(await configurations.remove(exchange.key))) return exchange.sendEmpty(204);
    log.write('INFO', 'configuration removed', { key: exchange.key, client: exchange.client });
    return confirm(exchange, 'Successfully removed configuration');
  },
});
