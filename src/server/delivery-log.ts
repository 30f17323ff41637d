import type { Service } from '../service/load.ts';
import type { DeliveryEvent } from '../engine/report.ts';
import type { LogLine } from '../service/progress.ts';
import { escapeHtml } from './pages/html.ts';
import { isWanted, type LogLevel } from './log.ts';

const two = (value: number): string => String(value).padStart(2, '0');

let formattedSecond = NaN;
let formattedText = '';

/** Local time as `2026-11-25 15:02:11,007`. */
export function formatTime(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== formattedSecond) {
    const date = new Date(milliseconds);
    const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    formattedText = `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
    formattedSecond = second;
  }
  return `${formattedText},${String(milliseconds - second * 1000).padStart(3, '0')}`;
}

/** Services that send plain HTTP requests are told by their method too. */
function label({ definition, settings }: Service): string {
  const method = settings['method'];
  return typeof method === 'string' && /^[A-Z]+$/.test(method) ? `${definition.name} ${method}` : definition.name;
}

/** What happens to one caller's notification, as that caller is told: no other request's entries are ever in it. */
export class DeliveryLog {
  readonly lines: LogLine[] = [];
  readonly #threshold: LogLevel;
  readonly #now: () => number;
  #follower: ((line: LogLine) => void) | undefined;

  constructor(threshold: LogLevel, now: () => number = Date.now) {
    this.#threshold = threshold;
    this.#now = now;
  }

  add(level: LogLevel, message: string): void {
    if (!isWanted(level, this.#threshold)) return;
    const line: LogLine = [level, formatTime(this.#now()), message];
    this.lines.push(line);
    this.#follower?.(line);
  }

  /** Has every line told, those that are there already and then each new one. */
  follow(follower: (line: LogLine) => void): void {
    for (const line of this.lines) follower(line);
    this.#follower = follower;
  }

  readonly observe = (event: DeliveryEvent): void => {
    switch (event.kind) {
      case 'no-services':
        return this.add('ERROR', 'There are no service(s) to notify');
      case 'no-content':
        return this.add('ERROR', 'No message content specified to deliver');
      case 'started':
        if (event.count > 1) this.add('INFO', `Notifying ${event.count} service(s) with threads.`);
        return undefined;
      case 'delivered':
        return this.add('INFO', `Sent ${label(event.service)} notification.`);
      case 'failed':
        return this.add('WARNING', `Failed to send ${label(event.service)} notification: ${event.failure.reason}`);
      case 'retrying':
        return this.add('WARNING', `Retry ${event.attempt}/${event.of} for ${event.service.definition.name}`);
      case 'failure-ignored':
        return this.add('INFO', `Optional service '${event.service.definition.name}' failed; ignoring failure.`);
    }
  };

  toText(): string {
    return this.lines.map(([level, time, message]) => `${time} [${level}] apprise: ${oneLine(message)}\n`).join('');
  }

  toHtml(): string {
    const items = this.lines.map(
      ([level, time, message]) =>
        `<li class="log_${level}"><div class="log_time">${time}</div><div class="log_level">${level}</div>` +
        `<div class="log_msg">${escapeHtml(message)}</div></li>`,
    );
    return `<ul class="logs">${items.join('\n')}</ul>`;
  }
}

const oneLine = (message: string): string => message.replaceAll(/[\r\n]+/g, ' ');
