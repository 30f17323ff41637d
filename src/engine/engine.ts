import type { DeliverContext } from '../service/define.ts';
import type { Attachment, Message, MessageType } from '../service/message.ts';
import type { Service } from '../service/load.ts';
import type { Cause, OnProgress } from '../service/progress.ts';
import type { Tag, TagFilter } from '../service/tags.ts';
import type { Format } from '../text/format.ts';
import type { PreparedText } from '../text/prepare.ts';
import { Delivery, type DeliveryFrame } from './deliver.ts';
import { dispatchChains, type Attempted, type Dispatch } from './dispatch.ts';
import { createMemories } from './memories.ts';
import type { Ports } from './ports.ts';
import { attachmentStyleOf, Preparation } from './prepare.ts';
import { Progress } from './progress.ts';
import type { Attempt, Failure, Observe, Outcome, Report } from './report.ts';
import { retryOf, select } from './select.ts';

/** A service as a configuration lists it. */
export interface Entry {
  readonly service: Service;
  readonly tags: readonly Tag[];
  /** Why the service may not be used; it is then a failure whenever it is selected. */
  readonly disabled?: string | undefined;
}

/** A notification as a caller gives it. */
export interface Notification {
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly type?: MessageType | undefined;
  /** The format the body is written in; undefined leaves it as it is for every service. */
  readonly format?: Format | undefined;
  readonly attachments?: readonly Attachment[] | undefined;
  /** Which services; undefined is all of them. */
  readonly filter?: TagFilter | undefined;
  /** How often the notification has passed an Apprise server, and the id it carries. */
  readonly recursion?: DeliverContext['recursion'] | undefined;
  /** Milliseconds since 1970 at which everything ends. */
  readonly deadline?: number | undefined;
  readonly observe?: Observe | undefined;
  /** Told how far each service has come. */
  readonly onProgress?: OnProgress | undefined;
}

/** Delivers notifications; one per process. */
export interface Engine {
  notify(entries: readonly Entry[], notification: Notification): Promise<Report>;
  /** Notifications under way. */
  readonly running: number;
  /** Waits for running notifications, at most so long; true if none is left. */
  settle(graceSeconds: number): Promise<boolean>;
}

const NO_ATTACHMENTS: readonly Attachment[] = [];
const NOTHING_TO_DO: Report = { result: false, outcomes: [] };

const UNKNOWN_CAUSE: Cause = { code: 'service-failed', reason: 'Unhandled Notification Exception' };

const inOnePiece = { delivered: true } as const;

/** One notification on its way: what it needs for all services at once, and what became of each. */
class Run implements Dispatch<Entry> {
  readonly outcomes = new Map<Entry, { attempts: Attempt[]; delivered: boolean }>();
  readonly sleep: Dispatch<Entry>['sleep'];
  readonly now: Dispatch<Entry>['now'];
  readonly deadline: number | undefined;
  readonly abortOnFailure: boolean;
  readonly #notification: Notification;
  readonly #frame: DeliveryFrame;
  readonly #progress: Progress<Entry> | undefined;
  readonly #preparation: Preparation;
  readonly #inline = new Map<Attachment, Promise<Attachment>>();

  constructor(
    notification: Notification,
    frame: DeliveryFrame,
    entries: readonly Entry[],
    progress: Progress<Entry> | undefined,
  ) {
    this.abortOnFailure = entries.some(({ service }) => service.asset.abortOnChainFailure);
    this.#notification = notification;
    this.#frame = frame;
    this.#progress = progress;
    this.#preparation = new Preparation(notification);
    this.deadline = notification.deadline;
    const { clock } = frame.ports;
    this.sleep = (seconds) => clock.sleep(seconds);
    this.now = () => clock.now();
  }

  policy({ service }: Entry): Service['settings']['options'] {
    return service.settings.options;
  }

  retry({ tags }: Entry): number | undefined {
    return retryOf(this.#notification.filter, tags);
  }

  inTurn({ service }: Entry): boolean {
    return !service.asset.parallel;
  }

  onRetry(entry: Entry, attempt: number, of: number, pauseSeconds: number): void {
    const { service } = entry;
    this.#notification.observe?.({ kind: 'retrying', service, attempt, of });
    this.#progress?.reach(entry, attempt, {
      state: 'retry',
      maxAttempts: of + 1,
      delayMs: pauseSeconds * 1000,
      ...this.#causeOf(entry),
    });
  }

  onFailed(entry: Entry, attempt: number, ignored: boolean): void {
    if (ignored) this.#notification.observe?.({ kind: 'failure-ignored', service: entry.service });
    this.#progress?.reach(entry, attempt, { state: 'failed', ...this.#causeOf(entry) });
  }

  /** Why the latest attempt failed, said by the first thing that went wrong. */
  #causeOf(entry: Entry): Cause {
    const { code, reason, status } = this.outcomes.get(entry)?.attempts.at(-1)?.failures[0] ?? UNKNOWN_CAUSE;
    return { code, reason, status };
  }

  async attempt(entry: Entry, number: number): Promise<Attempted> {
    const { observe } = this.#notification;
    const { service } = entry;
    this.#progress?.reach(entry, number, { state: 'sending' });
    const started = this.now();
    const failures = await this.#send(entry);
    const milliseconds = this.now() - started;
    const outcome = this.outcomes.get(entry) ?? { attempts: [], delivered: false };
    this.outcomes.set(entry, outcome);
    outcome.attempts.push({ failures, milliseconds });
    outcome.delivered = failures.length === 0;
    if (outcome.delivered) {
      observe?.({ kind: 'delivered', service, milliseconds });
      this.#progress?.reach(entry, number, { state: 'delivered' });
      return inOnePiece;
    }
    if (observe) for (const failure of failures) observe({ kind: 'failed', service, failure });
    const retryAfterSeconds = Math.max(0, ...failures.map((failure) => failure.retryAfterSeconds ?? 0));
    return { delivered: false, retryAfterSeconds };
  }

  /** What went wrong in one attempt to send every piece of the message. */
  async #send(entry: Entry): Promise<readonly Failure[]> {
    const { service, disabled } = entry;
    const refusal = disabled ?? this.#refusal(service);
    if (refusal !== undefined) return [{ code: 'invalid-message', reason: refusal }];
    const delivery = new Delivery(service, this.#frame);
    const pieces = this.#preparation.piecesFor(service);
    const attachments = await this.#attachmentsFor(service);
    for (const piece of pieces) await delivery.run(messageOf(piece, this.#notification, service, attachments));
    return delivery.failures;
  }

  #refusal(service: Service): string | undefined {
    const { definition } = service;
    const { body, attachments = NO_ATTACHMENTS } = this.#notification;
    if (!body && attachments.length === 0) return 'No message body or attachment was specified.';
    if (!body && attachmentStyleOf(service) === undefined)
      return `${definition.name} does not support attachments; service skipped`;
    return definition.needs && this.#frame.ports.lackOf(definition.needs);
  }

  async #attachmentsFor(service: Service): Promise<readonly Attachment[]> {
    const { attachments = NO_ATTACHMENTS } = this.#notification;
    const style = attachmentStyleOf(service);
    if (style === undefined || attachments.length === 0) return NO_ATTACHMENTS;
    const wanted = service.settings.options.overflow === 'truncate' ? attachments.slice(0, 1) : attachments;
    if (style === 'streamed') return wanted;
    return Promise.all(wanted.map((attachment) => this.#inlined(attachment)));
  }

  /** The attachment with its content in memory, read once for all services. */
  #inlined(attachment: Attachment): Promise<Attachment> {
    let inlined = this.#inline.get(attachment);
    if (inlined === undefined) this.#inline.set(attachment, (inlined = this.#read(attachment)));
    return inlined;
  }

  async #read(attachment: Attachment): Promise<Attachment> {
    const { source } = attachment;
    if ('bytes' in source) return attachment;
    const bytes = await this.#frame.ports.readFile(source.path);
    return bytes === undefined ? attachment : { ...attachment, size: bytes.length, source: { bytes } };
  }
}

const messageOf = (
  { title, body }: PreparedText,
  { type = 'info', format: writtenIn }: Notification,
  { settings }: Service,
  attachments: readonly Attachment[],
): Message => ({ title, body, type, format: settings.options.format, writtenIn, attachments });

/** An engine over the given ports. */
export function createEngine(ports: Ports): Engine {
  const memoryOf = createMemories();
  const running = new Set<Promise<unknown>>();

  async function deliver(entries: readonly Entry[], notification: Notification): Promise<Report> {
    const {
      title,
      body,
      attachments = NO_ATTACHMENTS,
      filter,
      recursion,
      deadline,
      observe,
      onProgress,
    } = notification;
    if (entries.length === 0) {
      observe?.({ kind: 'no-services' });
      return NOTHING_TO_DO;
    }
    if (!title && !body && attachments.length === 0) {
      observe?.({ kind: 'no-content' });
      return NOTHING_TO_DO;
    }
    const chains = select(entries, filter);
    const count = chains.reduce((sum, { batches }) => sum + (batches[0]?.entries.length ?? 0), 0);
    if (count > 1) observe?.({ kind: 'started', count });
    const progress = onProgress && new Progress(chains, onProgress, () => ports.clock.now());
    const run = new Run(notification, { ports, deadline, recursion, memoryOf }, entries, progress);
    const result = await dispatchChains(chains, run);
    progress?.finish();
    const outcomes = Array.from(run.outcomes, ([{ service }, { attempts, delivered }]): Outcome => {
      return { service, delivered, optional: service.settings.options.optional, attempts };
    });
    return { result, outcomes };
  }

  return {
    notify(entries, notification) {
      const report = deliver(entries, notification).finally(() => running.delete(report));
      running.add(report);
      return report;
    },
    get running() {
      return running.size;
    },
    async settle(graceSeconds) {
      const timeout = new Promise<void>((resolve) => setTimeout(resolve, graceSeconds * 1000).unref());
      await Promise.race([Promise.allSettled(running), timeout]);
      return running.size === 0;
    },
  };
}
