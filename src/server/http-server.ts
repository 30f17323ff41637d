import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuse } from './answers.ts';
import { CallerGone } from './body.ts';
import type { ServerContext } from './context.ts';
import { Cookies } from './cookies.ts';
import { Exchange } from './exchange.ts';
import { HostFilter } from './hosts.ts';
import { answerMalformed, refuseMethod, type MalformedRequest } from './malformed.ts';
import { Refusal } from './refusal.ts';
import { allowedMethods, handlerOf, Router, type Handler, type Route } from './router.ts';

const HEADERS_TIMEOUT_SECONDS = 30;
const KEEP_ALIVE_SECONDS = 75;
/** How often slow callers are looked for. */
const CHECK_SECONDS = 5;

const NOWHERE = { view: 'unknown', key: '', search: '' };
const notFound: Handler = () => {
  throw new Refusal('not-found');
};
const badHost: Handler = () => {
  throw new Refusal('bad-host');
};

/** A server that leads every request to its route and answers it whatever happens. */
export function createHttpServer(context: ServerContext, routes: readonly Route[]): Server {
  const { settings, metrics } = context;
  const router = new Router(routes, settings.basePath);
  const hosts = new HostFilter(settings.allowedHosts);
  const tools = { cookies: new Cookies(settings), answered: metrics.answered };

  /** What a request is answered with, and at which place. */
  function lead({ url = '', method, headers }: IncomingMessage): readonly [Handler, typeof NOWHERE] {
    if (!hosts.accepts(headers.host)) return [badHost, NOWHERE];
    const place = router.find(url);
    if (place === undefined) return [notFound, NOWHERE];
    if ('redirect' in place) return [(exchange) => exchange.sendEmpty(301, ['Location', place.redirect]), NOWHERE];
    const { route, key, search } = place;
    return [handlerOf(route, method) ?? withoutHandler(route), { view: route.view, key, search }];
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    metrics.received();
    const [handle, place] = lead(request);
    const exchange = new Exchange(request, response, place, tools);
    try {
      const answering = handle(exchange);
      answering?.catch((error: unknown) => fail(context, exchange, error));
    } catch (error) {
      fail(context, exchange, error);
    }
  }

  const server = createServer(
    {
      requestTimeout: settings.requestTimeoutSeconds * 1000,
      headersTimeout: Math.min(HEADERS_TIMEOUT_SECONDS, settings.requestTimeoutSeconds) * 1000,
      keepAliveTimeout: KEEP_ALIVE_SECONDS * 1000,
      connectionsCheckingInterval: Math.min(CHECK_SECONDS, settings.requestTimeoutSeconds) * 1000,
    },
    onRequest,
  );
  server.on('clientError', (error: MalformedRequest, socket: Duplex) => answerMalformed(error, socket, router));
  server.on('connect', ({ url = '' }, socket) => refuseMethod(url, socket, router));
  return server;
}

const withoutHandler =
  (route: Route): Handler =>
  (exchange) =>
    exchange.sendEmpty(exchange.request.method === 'OPTIONS' ? 200 : 405, ['Allow', allowedMethods(route)]);

/** Ends a request that its handler did not answer. */
function fail(context: ServerContext, exchange: Exchange, error: unknown): void {
  const { settings, log, metrics } = context;
  const { response, request, view } = exchange;
  if (error instanceof CallerGone) return metrics.abandoned();
  const refusal = error instanceof Refusal ? error : new Refusal('system-error');
  if (refusal !== error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.write('ERROR', 'a request failed', { view, method: request.method, reason });
  }
  if (response.headersSent) {
    response.destroy();
    return undefined;
  }
  refuse(exchange, refusal, settings)?.catch(() => response.destroy());
  return undefined;
}
