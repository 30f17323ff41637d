import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuse } from './answers.ts';
import { CallerGone } from './body.ts';
import type { ServerContext } from './context.ts';
import { Cookies } from './cookies.ts';
import { Exchange, type Answered } from './exchange.ts';
import { HostFilter } from './hosts.ts';
import { isWanted } from './log.ts';
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
/** Gives no answer at all to those who look for something to attack. */
const hangUp: Handler = ({ request }) => {
  request.destroy();
  throw new CallerGone();
};
const badHost: Handler = () => {
  throw new Refusal('bad-host');
};

/** A server that leads every request to its route and answers it whatever happens. */
export function createHttpServer(context: ServerContext, routes: readonly Route[]): Server {
  const { settings, metrics } = context;
  const router = new Router(routes, settings.basePath);
  const hosts = new HostFilter(settings.allowedHosts);
  const tools = { cookies: new Cookies(settings), answered: createObserver(context) };

  /** What a request is answered with, and at which place. */
  function lead({ url = '', method, headers }: IncomingMessage): readonly [Handler, typeof NOWHERE] {
    if (!hosts.accepts(headers.host)) return [badHost, NOWHERE];
    const place = router.find(url);
    if (place === undefined) return [settings.strictMode ? hangUp : notFound, NOWHERE];
    if ('redirect' in place) return [(exchange) => exchange.sendEmpty(301, ['Location', place.redirect]), NOWHERE];
    const { route, key, search } = place;
    const handler =
      handlerOf(route, method) ?? (settings.strictMode && method !== 'OPTIONS' ? hangUp : withoutHandler(route));
    return [handler, { view: route.view, key, search }];
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

/** Counts every answer, and logs it where that is wanted. */
function createObserver({ settings, metrics, log }: ServerContext): Answered {
  if (!isWanted('DEBUG', settings.logLevel)) return metrics.answered;
  return (exchange, status, bytes) => {
    metrics.answered(exchange, status, bytes);
    const { request, view, client, started } = exchange;
    const milliseconds = Math.round(performance.now() - started);
    log.write('DEBUG', 'answered', { method: request.method, view, status, bytes, milliseconds, client });
  };
}

const withoutHandler =
  (route: Route): Handler =>
  (exchange) =>
    exchange.sendEmpty(exchange.request.method === 'OPTIONS' ? 200 : 405, ['Allow', allowedMethods(route)]);

/** Ends a request that its handler did not answer. */
function fail(context: ServerContext, exchange: Exchange, error: unknown): void {
  const { settings, log, metrics } = context;
  const { response, request, view, key } = exchange;
  if (error instanceof CallerGone) return metrics.abandoned();
  const refusal = error instanceof Refusal ? error : new Refusal('system-error', { cause: error });
  if (refusal.cause !== undefined) {
    const { cause, message } = refusal;
    const reason = cause instanceof Error ? cause.stack : undefined;
    log.write('ERROR', message, { view, method: request.method, key: key || undefined, reason });
  }
  if (response.headersSent) {
    response.destroy();
    return undefined;
  }
  refuse(exchange, refusal, settings)?.catch(() => response.destroy());
  return undefined;
}
