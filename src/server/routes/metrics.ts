import { Content } from '../content.ts';
import type { ServerContext } from '../context.ts';
import type { Route } from '../router.ts';

/** What was counted, for Prometheus. */
export const metricsRoute = ({ metrics }: ServerContext): Route => ({
  path: '/metrics',
  view: 'metrics',
  any: (exchange) => exchange.send(200, new Content('text/plain; version=0.0.4; charset=utf-8', metrics.render())),
});
