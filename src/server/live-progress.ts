import type { ProgressEvents, ProgressStatus, TargetProgress } from '../service/progress.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { EventStream } from './event-stream.ts';
import type { Exchange } from './exchange.ts';

/** What still runs at the deadline is given this long to end by itself, so that it can be told. */
const GRACE_MILLISECONDS = 1000;

/** The answer to a caller who follows a notification: log lines and states of targets as they come, then the result. */
export class LiveProgress {
  readonly #stream: EventStream<ProgressEvents>;
  readonly #targets: TargetProgress[] = [];
  readonly #deadline: number;
  readonly #started = Date.now();
  readonly #timer: NodeJS.Timeout;

  /** Whatever happens, the result is told when the deadline, in milliseconds since 1970, is over. */
  constructor(exchange: Exchange, log: DeliveryLog, deadline: number) {
    const stream = new EventStream<ProgressEvents>(exchange);
    this.#stream = stream;
    this.#deadline = deadline;
    this.#timer = setTimeout(() => this.#end('TIMEOUT'), deadline - this.#started + GRACE_MILLISECONDS);
    log.follow((line) => stream.tell('log', line));
  }

  readonly onProgress = (target: TargetProgress): void => {
    this.#targets[target.index] = target;
    this.#stream.update('target', target, target.index);
  };

  /** The notification is over; `result` is that of its report. */
  finish(result: boolean | undefined): void {
    clearTimeout(this.#timer);
    this.#end(this.#statusOf(result));
  }

  #statusOf(result: boolean | undefined): ProgressStatus {
    if (result === true) return 'SUCCESS';
    if (this.#targets.length === 0) return 'NOMATCH';
    if (Date.now() >= this.#deadline) return 'TIMEOUT';
    return this.#count('delivered') > 0 ? 'PARTIAL' : 'FAILURE';
  }

  #count(state: TargetProgress['state']): number {
    return this.#targets.filter((target) => target.state === state).length;
  }

  #end(status: ProgressStatus): void {
    const targets = this.#targets.length;
    const [delivered, failed, skipped] = [this.#count('delivered'), this.#count('failed'), this.#count('skipped')];
    this.#stream.end('result', {
      status,
      targets,
      delivered,
      failed,
      skipped,
      unfinished: targets - delivered - failed - skipped,
      omittedLogLines: this.#stream.omitted,
      elapsedMs: Date.now() - this.#started,
    });
  }
}
