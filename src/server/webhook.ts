import { http } from '../service/http.ts';
import { DEFAULT_TIMEOUT_SECONDS } from '../service/options.ts';
import { parseBoolean } from '../text/boolean.ts';
import { parseFloatText } from '../text/numbers.ts';
import { unquote } from '../text/url.ts';
import type { HttpClient } from '../transport/http/client.ts';
import type { Headers, WireOptions } from '../transport/http/request.ts';
import type { Log } from './log.ts';

/** Options in the address of a webhook that are not its receiver's business. */
const OWN_OPTIONS = ['verify', 'cto', 'rto'];

/** Tells an address of the operator what became of every notification; that it fails changes nothing. */
export class Webhook {
  readonly #client: HttpClient;
  readonly #log: Log;
  readonly #url: string;
  readonly #headers: Headers;
  readonly #options: WireOptions;

  private constructor(url: URL, client: HttpClient, log: Log) {
    const { searchParams, username, password } = url;
    const seconds = (name: string): number => {
      const value = parseFloatText(searchParams.get(name) ?? '') ?? DEFAULT_TIMEOUT_SECONDS;
      return value > 0 ? value : DEFAULT_TIMEOUT_SECONDS;
    };
    const authorization = username === '' ? undefined : http.basic(unquote(username), unquote(password));
    this.#client = client;
    this.#log = log;
    this.#headers = [
      ['User-Agent', 'Apprise-API'],
      ['Content-Type', 'application/json'],
      ...(authorization === undefined ? [] : [['Authorization', authorization] as const]),
    ];
    this.#options = {
      verify: parseBoolean(searchParams.get('verify') ?? 'yes'),
      connectTimeoutSeconds: seconds('cto'),
      readTimeoutSeconds: seconds('rto'),
      followRedirects: true,
    };
    for (const name of OWN_OPTIONS) searchParams.delete(name);
    url.username = '';
    url.password = '';
    url.hash = '';
    this.#url = url.href;
  }

  /** The webhook at an address; undefined, with a line in the log, if it is no web address. */
  static at(address: string | undefined, client: HttpClient, log: Log): Webhook | undefined {
    if (address === undefined) return undefined;
    const url = URL.parse(address);
    if (url && /^https?:$/.test(url.protocol)) return new Webhook(url, client, log);
    log.write('WARNING', 'APPRISE_WEBHOOK_URL is no web address: no webhook is called');
    return undefined;
  }

  /** Reports a notification: who sent it, whether it was delivered, and the log that the caller gets. */
  async tell(source: string, succeeded: boolean, output: unknown): Promise<void> {
    const body = JSON.stringify({ source, status: succeeded ? 0 : 1, output });
    try {
      const { status } = await this.#client.send(
        { method: 'POST', url: this.#url, headers: this.#headers, body },
        this.#options,
      );
      if (status >= 400) this.#log.write('WARNING', 'the webhook refused a report', { status });
    } catch {
      this.#log.write('WARNING', 'the webhook could not be reached');
    }
  }
}
