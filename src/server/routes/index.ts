import type { ServerContext } from '../context.ts';
import type { Route } from '../router.ts';
import { addRoute } from './add.ts';
import { assetRoutes } from './assets.ts';
import { configListRoute, configRoute } from './cfg.ts';
import { delRoute } from './del.ts';
import { detailsRoute } from './details.ts';
import { docsRoutes } from './docs.ts';
import { errorRoutes } from './errors.ts';
import { getRoute } from './get.ts';
import { jsonUrlsRoute } from './json-urls.ts';
import { metricsRoute } from './metrics.ts';
import { notifyRoutes } from './notify.ts';
import { statusRoute } from './status.ts';
import { welcomeRoute } from './welcome.ts';

/** Everything the server answers to. */
export function createRoutes(context: ServerContext): readonly Route[] {
  const routes: Route[] = [
    welcomeRoute(context),
    ...notifyRoutes(context),
    addRoute(context),
    getRoute(context),
    delRoute(context),
    jsonUrlsRoute(context),
    configListRoute(context),
    configRoute(context),
    statusRoute(context),
    detailsRoute(context),
    metricsRoute(context),
    ...assetRoutes(),
    ...errorRoutes(),
  ];
  // They describe the others and themselves.
  routes.push(...docsRoutes(context, routes));
  return routes;
}
