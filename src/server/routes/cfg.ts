import { pageFrame, sendPage } from '../answers.ts';
import { jsonContent, MEDIA } from '../content.ts';
import type { ServerContext } from '../context.ts';
import { appPage } from '../pages/app.ts';
import { pageOperation, TEXT } from '../openapi/common.ts';
import type { Operation } from '../openapi/operation.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';
import { readOperation, readStored } from './get.ts';

/** The page of a configuration, and its content for those who post. */
export const configRoute = (context: ServerContext): Route => ({
  path: '/cfg/{key}',
  view: 'config',
  operations: {
    get: pageOperation('showConfiguration', 'The page of a configuration'),
    post: readOperation('readConfigurationOfPage', 'Another place to read a configuration back'),
  },
  get(exchange) {
    const { settings } = context;
    if (settings.apiOnly) throw new Refusal('no-pages');
    return sendPage(exchange, appPage(settings, pageFrame(settings, exchange), { page: 'configuration' }));
  },
  async post(exchange) {
    const content = await readStored(context, exchange);
    return content ? exchange.send(200, content) : exchange.sendEmpty(204);
  },
});

const LIST: Operation = {
  id: 'listKeys',
  section: 'Configurations',
  summary: 'List the keys of all configurations',
  description: 'For administrators of servers that store configurations under their names.',
  answers: {
    200: {
      description: 'The keys in alphabetical order.',
      content: { [MEDIA.json]: { title: 'Keys', type: 'array', items: TEXT }, [MEDIA.html]: TEXT },
    },
  },
  refusals: ['denied', 'no-pages'],
};

/** The keys of all configurations, for administrators. */
export const configListRoute = ({ settings, configurations }: ServerContext): Route => ({
  path: '/cfg',
  view: 'config_list',
  operations: { get: LIST },
  async get(exchange) {
    if (settings.apiOnly && !exchange.wantsJson) throw new Refusal('no-pages');
    if (!settings.admin || settings.statefulMode !== 'simple') throw new Refusal('denied');
    const keys = await configurations.list();
    if (exchange.wantsJson) return exchange.send(200, jsonContent(keys));
    return sendPage(exchange, appPage(settings, pageFrame(settings, exchange), { page: 'keys', keys }));
  },
});
