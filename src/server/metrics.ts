import type { Report } from '../engine/report.ts';
import type { Exchange } from './exchange.ts';
import { formatFamily, Distribution, Tally, type Family } from './prometheus.ts';

const SECONDS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 25, 50, 75];
const BYTES = Array.from({ length: 16 }, (_, power) => 4 ** power);
const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

interface Seen {
  readonly view: string;
  readonly method: string;
  readonly seconds: Distribution;
}

const counter = (name: string, help: string, samples: Family['samples']): Family => ({
  name,
  help,
  type: 'counter',
  samples,
});
const histogram = (name: string, help: string, samples: Family['samples']): Family => ({
  name,
  help,
  type: 'histogram',
  samples,
});
const gauge = (name: string, help: string, value: number): Family => ({
  name,
  help,
  type: 'gauge',
  samples: [[{}, value]],
});

/** What the server counts: plain numbers, named only when they are asked for. */
export class Metrics {
  /** Answered requests by view and method. */
  readonly #seen = new Map<string, Seen>();
  readonly #statuses = new Tally();
  readonly #payloads = new Distribution(BYTES);
  readonly #answers = new Distribution(BYTES);
  readonly #notifications = new Distribution(SECONDS);
  readonly #deliveries = new Tally();
  readonly #attempts = new Tally();
  #received = 0;
  #abandoned = 0;
  #notifying = 0;

  received(): void {
    this.#received += 1;
  }

  /** The caller of a request went away before its answer. */
  abandoned(): void {
    this.#abandoned += 1;
  }

  readonly answered = ({ request, view, started, payloadBytes }: Exchange, status: number, bytes: number): void => {
    const method = KNOWN_METHODS.has(request.method ?? '') ? request.method! : 'other';
    const name = `${method} ${view}`;
    let seen = this.#seen.get(name);
    if (!seen) this.#seen.set(name, (seen = { view, method, seconds: new Distribution(SECONDS) }));
    seen.seconds.observe((performance.now() - started) / 1000);
    this.#statuses.add(String(status));
    this.#payloads.observe(payloadBytes);
    this.#answers.observe(bytes);
  };

  /** Counts a notification from now until its delivery is over; its report is passed on. */
  async notifying(delivery: Promise<Report>): Promise<Report> {
    const started = performance.now();
    this.#notifying += 1;
    try {
      const report = await delivery;
      for (const { service, delivered, attempts } of report.outcomes) {
        const { id } = service.definition;
        this.#deliveries.add(`${id} ${delivered ? 'delivered' : 'failed'}`);
        this.#attempts.add(id, attempts.length);
      }
      return report;
    } finally {
      this.#notifying -= 1;
      this.#notifications.observe((performance.now() - started) / 1000);
    }
  }

  /** Everything counted so far in the Prometheus text format. */
  render(): string {
    return [...this.#requestFamilies(), ...this.#deliveryFamilies(), ...processFamilies()].map(formatFamily).join('');
  }

  /** Named as the reference names them, so that existing dashboards keep working. */
  #requestFamilies(): Family[] {
    const seen = [...this.#seen.values()];
    const all = Distribution.sum(
      SECONDS,
      seen.map(({ seconds }) => seconds),
    );
    const methods = new Tally();
    for (const { method, seconds } of seen) methods.add(method, seconds.count);
    return [
      counter('apprise_django_http_requests_before_middlewares_total', 'Requests received.', [[{}, this.#received]]),
      counter('apprise_django_http_responses_before_middlewares_total', 'Answers given.', [[{}, all.count]]),
      histogram('apprise_django_http_requests_latency_including_middlewares_seconds', 'Time from request to answer.', [
        [{}, all],
      ]),
      counter('apprise_django_http_requests_total_by_method_total', 'Requests by method.', methods.samples(['method'])),
      counter('apprise_django_http_requests_total_by_transport_total', 'Requests by transport.', [
        [{ transport: 'http' }, all.count],
      ]),
      counter(
        'apprise_django_http_requests_total_by_view_transport_method_total',
        'Requests by view, transport and method.',
        seen.map(({ view, method, seconds }) => [{ view, transport: 'http', method }, seconds.count]),
      ),
      histogram(
        'apprise_django_http_requests_latency_seconds_by_view_method',
        'Time from request to answer by view and method.',
        seen.map(({ view, method, seconds }) => [{ view, method }, seconds]),
      ),
      counter(
        'apprise_django_http_responses_total_by_status_total',
        'Answers by status.',
        this.#statuses.samples(['status']),
      ),
      counter('apprise_django_http_responses_total_by_charset_total', 'Answers by charset.', [
        [{ charset: 'utf-8' }, all.count],
      ]),
      histogram('apprise_django_http_requests_body_total_bytes', 'Size of payloads.', [[{}, this.#payloads]]),
      histogram('apprise_django_http_responses_body_total_bytes', 'Size of answers.', [[{}, this.#answers]]),
      gauge(
        'apprise_requests_in_flight',
        'Requests that are not answered yet.',
        this.#received - all.count - this.#abandoned,
      ),
    ];
  }

  #deliveryFamilies(): Family[] {
    return [
      counter(
        'apprise_deliveries_total',
        'Services notified, by what became of it.',
        this.#deliveries.samples(['service', 'outcome']),
      ),
      counter('apprise_delivery_attempts_total', 'Attempts to notify a service.', this.#attempts.samples(['service'])),
      histogram('apprise_notification_seconds', 'Time until all services of a notification were tried.', [
        [{}, this.#notifications],
      ]),
      gauge('apprise_notifications_in_flight', 'Notifications that are being delivered.', this.#notifying),
    ];
  }
}

/** What Node knows of its own process. */
function processFamilies(): Family[] {
  const { user, system } = process.cpuUsage();
  return [
    counter('process_cpu_seconds_total', 'CPU time used.', [[{}, (user + system) / 1e6]]),
    gauge('process_resident_memory_bytes', 'Memory in use.', process.memoryUsage.rss()),
    gauge('process_start_time_seconds', 'When the process started.', Math.round(Date.now() / 1000 - process.uptime())),
  ];
}
