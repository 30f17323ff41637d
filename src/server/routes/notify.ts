import type { Engine, Entry, Notification } from '../../engine/engine.ts';
import { parseFilter } from '../../service/tags.ts';
import type { Later } from '../attachments.ts';
import { Content, jsonContent, MEDIA } from '../content.ts';
import type { ServerContext } from '../context.ts';
import { DeliveryLog } from '../delivery-log.ts';
import type { Exchange } from '../exchange.ts';
import { STATEFUL_FORM, STATELESS_FORM } from '../forms.ts';
import { LiveProgress } from '../live-progress.ts';
import { LOG_LEVELS } from '../log.ts';
import { STATEFUL_FIELDS, STATELESS_FIELDS } from '../mapping.ts';
import { wantsEvents, wantsHtml } from '../negotiation.ts';
import { readAttachments, readFields, readFilter, readMessage, readRecursion } from '../notification.ts';
import { readPayload, type Payload } from '../payload.ts';
import { messageOf, statusOf, type RefusalCode } from '../refusal.ts';
import type { Handler, Route } from '../router.ts';
import { removeUploads } from '../uploads.ts';
import { NOTIFY_NAMED, NOTIFY_STORED } from './notify-operations.ts';

/** Where a notification goes and what it says. */
interface Order {
  readonly engine: Engine;
  readonly entries: readonly Entry[];
  readonly notification: Notification;
  readonly log: DeliveryLog;
  /** What the caller is told if not everything went well. */
  readonly failure: RefusalCode;
}

/** Makes an order of a payload; undefined if there is nobody to notify. */
type Reader = (
  context: ServerContext,
  exchange: Exchange,
  payload: Payload,
  later: Later,
) => Promise<Order | undefined>;

const WITHOUT_TAGS = parseFilter('');

/** The services of a stored configuration: those without tags, unless the caller names tags. */
const readStored: Reader = async (context, exchange, payload, later) => {
  const { settings, configurations, storedEngine: engine } = context;
  const { query, key, request } = exchange;
  const mapping = { known: STATEFUL_FIELDS, maxDepth: settings.maxMappingDepth, key };
  const fields = readFields(payload, query, STATEFUL_FORM, mapping);
  const attachments = await context.attachments.gather(readAttachments(payload), payload.uploads, later);
  const wanted = readFilter(fields, query);
  const message = readMessage(fields, query, attachments.length > 0);
  const configuration = await configurations.find(key);
  if (!configuration) return undefined;
  const recursion = readRecursion(request.headers, settings.maxRecursion);
  const filter = wanted ? wanted.filter : WITHOUT_TAGS;
  const { entries } = configuration;
  const log = createLog(context, exchange);
  if (entries.length > 0) log.add('INFO', `Loaded ${entries.length} entries from memory://`);
  else log.add('WARNING', 'Failed to load Apprise configuration from memory://');
  return {
    engine,
    entries,
    notification: { ...message, attachments, filter, recursion },
    log,
    failure: 'partly-failed',
  };
};

/** The services that the notification names itself; they have no tags. */
const readStateless: Reader = async (context, exchange, payload, later) => {
  const { settings, services, statelessEngine: engine } = context;
  const { query, request } = exchange;
  const mapping = { known: STATELESS_FIELDS, maxDepth: settings.maxMappingDepth, key: '' };
  const fields = readFields(payload, query, STATELESS_FORM, mapping);
  const filter = readFilter(fields, query)?.filter;
  const attachments = await context.attachments.gather(readAttachments(payload), payload.uploads, later);
  const message = readMessage(fields, query, attachments.length > 0);
  const recursion = readRecursion(request.headers, settings.maxRecursion);
  const entries = services.loadStateless(fields.get('urls') || settings.statelessUrls);
  if (entries.length === 0) return undefined;
  const notification = { ...message, attachments, filter, recursion };
  return { engine, entries, notification, log: createLog(context, exchange), failure: 'partly-failed-stateless' };
};

function createLog({ settings }: ServerContext, { request }: Exchange): DeliveryLog {
  const wanted = request.headers['x-apprise-log-level']?.toString().toUpperCase();
  return new DeliveryLog(LOG_LEVELS.find((level) => level === wanted) ?? settings.logLevel);
}

/** Whether there is a caller who wants to see what happens while it does. */
const follows = ({ request, response, query }: Exchange): boolean =>
  wantsEvents(request.headers, query) && !response.destroyed;

async function deliver(context: ServerContext, exchange: Exchange, order: Order): Promise<void> {
  const { settings, metrics, webhook, log } = context;
  const { engine, entries, notification, log: entriesLog, failure } = order;
  const deadline = Date.now() + settings.requestTimeoutSeconds * 1000;
  const live = follows(exchange) ? new LiveProgress(exchange, entriesLog, deadline) : undefined;
  const report = await metrics.notifying(
    engine.notify(entries, { ...notification, deadline, observe: entriesLog.observe, onProgress: live?.onProgress }),
  );
  live?.finish(report.result);
  const succeeded = report.result === true;
  if (!succeeded) {
    const failed = report.outcomes.filter(({ delivered }) => !delivered).map(({ service }) => service.definition.name);
    const services = [...new Set(failed)].join(', ') || undefined;
    log.write('WARNING', 'notification not delivered', {
      key: exchange.key || undefined,
      client: exchange.client,
      services,
    });
  }
  await webhook?.tell(exchange.client, succeeded, outputOf(exchange, entriesLog));
  if (live) return undefined;
  const error = succeeded ? undefined : messageOf(failure);
  return exchange.sendCompressible(succeeded ? 200 : statusOf(failure), contentOf(exchange, entriesLog, error));
}

/** The log in the form of the answer. */
function outputOf(exchange: Exchange, log: DeliveryLog): DeliveryLog['lines'] | string {
  if (exchange.wantsJson) return log.lines;
  return wantsHtml(exchange.request.headers) ? log.toHtml() : log.toText();
}

function contentOf(exchange: Exchange, log: DeliveryLog, error: string | undefined): Content {
  const output = outputOf(exchange, log);
  if (typeof output !== 'string') return jsonContent({ error: error ?? null, details: output });
  return wantsHtml(exchange.request.headers)
    ? new Content(MEDIA.htmlFragment, output)
    : new Content(MEDIA.text, output || (error ?? ''));
}

/** Reads a request and does what it orders; afterwards nothing of it is left on disk. */
const handle =
  (context: ServerContext, read: Reader): Handler =>
  async (exchange) => {
    const tasks: (() => Promise<void>)[] = [];
    try {
      const payload = await readPayload(exchange, context);
      if (payload.uploads.length > 0) tasks.push(() => removeUploads(payload.uploads));
      const order = await read(context, exchange, payload, (task) => tasks.push(task));
      await (order ? deliver(context, exchange, order) : exchange.sendEmpty(204));
    } finally {
      await Promise.allSettled(tasks.map((task) => task()));
    }
  };

/** Notifies the services of a stored configuration, or those that the payload names. */
export const notifyRoutes = (context: ServerContext): readonly Route[] => [
  {
    path: '/notify/{key}',
    view: 'notify',
    operations: { post: NOTIFY_STORED },
    post: handle(context, readStored),
  },
  {
    path: '/notify',
    view: 's_notify',
    operations: { post: NOTIFY_NAMED },
    post: handle(context, readStateless),
  },
];
