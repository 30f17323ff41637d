import { Content } from '../content.ts';
import type { ServerContext } from '../context.ts';
import { TEXT } from '../openapi/common.ts';
import type { Operation } from '../openapi/operation.ts';
import type { Route } from '../router.ts';

const TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const COUNT: Operation = {
  id: 'readMetrics',
  section: 'Server',
  summary: 'What was counted, for Prometheus',
  answers: { 200: { description: 'In the text format of Prometheus.', content: { [TYPE]: TEXT } } },
};

/** What was counted, for Prometheus. */
export const metricsRoute = ({ metrics }: ServerContext): Route => ({
  path: '/metrics',
  view: 'metrics',
  operations: { get: COUNT },
  any: (exchange) => exchange.send(200, new Content(TYPE, metrics.render())),
});
