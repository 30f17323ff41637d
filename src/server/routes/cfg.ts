import { pageContext, sendPage } from '../answers.ts';
import { jsonContent } from '../content.ts';
import type { ServerContext } from '../context.ts';
import { configListPage, configPage } from '../pages/config.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';
import { readStored } from './get.ts';

/** The page of a configuration, and its content for those who post. */
export const configRoute = (context: ServerContext): Route => ({
  path: '/cfg/{key}',
  view: 'config',
  get(exchange) {
    const { settings } = context;
    if (settings.apiOnly) throw new Refusal('no-pages');
    return sendPage(exchange, configPage(pageContext(settings, exchange), settings.configLock));
  },
  async post(exchange) {
    const content = await readStored(context, exchange);
    return content ? exchange.send(200, content) : exchange.sendEmpty(204);
  },
});

/** The keys of all configurations, for administrators. */
export const configListRoute = ({ settings, configurations }: ServerContext): Route => ({
  path: '/cfg',
  view: 'config_list',
  async get(exchange) {
    if (settings.apiOnly && !exchange.wantsJson) throw new Refusal('no-pages');
    if (!settings.admin || settings.statefulMode !== 'simple') throw new Refusal('denied');
    const keys = await configurations.list();
    if (exchange.wantsJson) return exchange.send(200, jsonContent(keys));
    return sendPage(exchange, configListPage(pageContext(settings, exchange), keys));
  },
});
