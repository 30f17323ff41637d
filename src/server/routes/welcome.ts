import { pageContext, sendPage } from '../answers.ts';
import type { ServerContext } from '../context.ts';
import { welcomePage } from '../pages/welcome.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';

/** The page to start from. */
export const welcomeRoute = ({ settings }: ServerContext): Route => ({
  path: '/',
  view: 'welcome',
  get(exchange) {
    if (settings.apiOnly) throw new Refusal('no-pages');
    return sendPage(exchange, welcomePage(pageContext(settings, exchange)));
  },
});
