import type { ServerContext } from '../context.ts';
import type { Route } from '../router.ts';
import { addRoute } from './add.ts';
import { assetRoutes } from './assets.ts';
import { configListRoute, configRoute } from './cfg.ts';
import { delRoute } from './del.ts';
import { detailsRoute } from './details.ts';
import { errorRoutes } from './errors.ts';
import { getRoute } from './get.ts';
import { jsonUrlsRoute } from './json-urls.ts';
import { metricsRoute } from './metrics.ts';
import { notifyRoutes } from './notify.ts';
import { statusRoute } from './status.ts';
import { welcomeRoute } from './welcome.ts';

/** Everything the server answers to. */
export const createRoutes = (context: ServerContext): readonly Route[] => [
  welcomeRoute(context),
  statusRoute(context),
  detailsRoute(context),
  configListRoute(context),
  configRoute(context),
  addRoute(context),
  delRoute(context),
  getRoute(context),
  ...notifyRoutes(context),
  jsonUrlsRoute(context),
  metricsRoute(context),
  ...assetRoutes(),
  ...errorRoutes(),
];
