import { pageFrame, sendPage } from '../answers.ts';
import type { ServerContext } from '../context.ts';
import { pageOperation, TEXT } from '../openapi/common.ts';
import { appPage } from '../pages/app.ts';
import type { Parameter } from '../openapi/operation.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';

const KEY: Parameter = {
  name: 'key',
  in: 'query',
  description: 'The configuration that links lead to from now on.',
  schema: TEXT,
};

/** The page to start from. */
export const welcomeRoute = ({ settings }: ServerContext): Route => ({
  path: '/',
  view: 'welcome',
  operations: { get: pageOperation('showWelcome', 'The page to start from', [KEY]) },
  get(exchange) {
    if (settings.apiOnly) throw new Refusal('no-pages');
    return sendPage(exchange, appPage(settings, pageFrame(settings, exchange), { page: 'welcome' }));
  },
});
