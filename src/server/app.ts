import type { Server } from 'node:http';
import { loadConfiguration } from '../config/load.ts';
import { createRuntime, type Runtime } from '../runtime.ts';
import { definitions } from '../services/index.ts';
import { Configurations } from '../store/configurations.ts';
import type { HttpClient } from '../transport/http/client.ts';
import { AttachmentDesk } from './attachments.ts';
import { ConfigurationDesk, type Load } from './configurations.ts';
import type { ServerContext } from './context.ts';
import type { Settings } from './environment.ts';
import { Health } from './health.ts';
import { Housekeeping } from './housekeeping.ts';
import { createHttpServer } from './http-server.ts';
import { createLog, type Log } from './log.ts';
import { Metrics } from './metrics.ts';
import { loadPlugins } from './plugins.ts';
import { createRoutes } from './routes/index.ts';
import { Services } from './services.ts';
import { FormReceiver } from './uploads.ts';
import { Webhook } from './webhook.ts';

/** A server that is not listening yet. */
export interface App {
  readonly server: Server;
  /** Stops taking requests, lets those under way finish, at most so long, and closes every connection. */
  close(graceSeconds?: number): Promise<void>;
}

/** Puts the server together as the settings say. */
export async function createApp(settings: Settings, log: Log = createLog(settings.logLevel)): Promise<App> {
  const { proxies, sessionBusAddress } = settings;
  const warn = (message: string): void => log.write('WARNING', message);
  const stored = createRuntime({
    proxies,
    sessionBusAddress,
    storagePath: settings.storageDirectory,
    storageMode: settings.storageMode,
    warn,
  });
  const stateless = settings.statelessStorage
    ? stored
    : createRuntime({ client: stored.client, sessionBusAddress, warn });
  const services = new Services(definitions, await loadPlugins(settings.pluginPaths, log), settings);
  const store = new Configurations({
    directory: settings.configDirectory,
    mode: settings.statefulMode,
    secret: settings.secretKey,
  });
  const context: ServerContext = {
    settings,
    log,
    services,
    metrics: new Metrics(),
    configurations: new ConfigurationDesk(store, loader(settings, services, stored.client)),
    forms: new FormReceiver(settings),
    attachments: new AttachmentDesk(settings),
    health: new Health(settings),
    storedEngine: stored.engine,
    statelessEngine: stateless.engine,
    webhook: Webhook.at(settings.webhookUrl, stored.client, log),
  };
  const server = createHttpServer(context, createRoutes(context));
  const housekeeping = new Housekeeping(settings, log);
  return {
    server,
    async close(graceSeconds) {
      housekeeping.stop();
      await close(server, new Set([stored, stateless]), context, graceSeconds);
    },
  };
}

/** Loads configurations with what they include from the web; that is fetched again whenever they are used. */
function loader({ maxRecursion }: Settings, services: Services, client: HttpClient): Load {
  return async (content, format) => {
    let isVolatile = false;
    const { entries } = await loadConfiguration(content, format, {
      catalog: services.catalog,
      asset: services.asset,
      depth: maxRecursion,
      send(request, options) {
        isVolatile = true;
        return client.send(request, options);
      },
    });
    return { entries: services.mark(entries), isVolatile };
  };
}

const DEFAULT_GRACE_SECONDS = 10;
const SWEEP_MILLISECONDS = 50;

async function close(
  server: Server,
  runtimes: ReadonlySet<Runtime>,
  { attachments }: ServerContext,
  graceSeconds = DEFAULT_GRACE_SECONDS,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose last request is answered would be kept open for another one.
  const sweeper = setInterval(() => server.closeIdleConnections(), SWEEP_MILLISECONDS);
  const timer = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000);
  await Promise.all([closed, ...Array.from(runtimes, ({ engine }) => engine.settle(graceSeconds))]);
  clearInterval(sweeper);
  clearTimeout(timer);
  await Promise.all([attachments.close(), ...Array.from(runtimes, (runtime) => runtime.close(0))]);
}
