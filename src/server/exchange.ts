import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Content } from './content.ts';
import type { Cookies, Preferences } from './cookies.ts';
import { acceptsGzip, wantsJson } from './negotiation.ts';

/** Shorter answers do not gain from compression. */
const MIN_COMPRESSED_BYTES = 200;

const NEVER_CACHED = ['Cache-Control', 'max-age=0, no-cache, no-store, must-revalidate, private'];
const EXPIRED = ['Expires', 'Thu, 01 Jan 1970 00:00:00 GMT'];
/** No answer is to be taken for another type than it says. */
const NO_SNIFFING = ['X-Content-Type-Options', 'nosniff'];
const COMMON_HEADERS = [...NEVER_CACHED, ...EXPIRED, ...NO_SNIFFING];
const ASSET_HEADERS = ['Cache-Control', 'public, max-age=3600', ...NO_SNIFFING];
/** Of what has another name once it is changed. */
const IMMUTABLE_HEADERS = ['Cache-Control', 'public, max-age=31536000, immutable', ...NO_SNIFFING];

/** Called once for every answer. */
export type Answered = (exchange: Exchange, status: number, bytes: number) => void;

/** One request and its answer. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The name of the route, for metrics and the log. */
  readonly view: string;
  /** The key in the path, empty on routes that have none. */
  readonly key: string;
  /** When the request came in, in milliseconds of `performance.now()`. */
  readonly started = performance.now();
  /** Bytes of the payload that were read. */
  payloadBytes = 0;
  readonly #search: string;
  readonly #cookies: Cookies;
  readonly #answered: Answered;
  #query: URLSearchParams | undefined;
  #writtenBytes = 0;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    place: { readonly view: string; readonly key: string; readonly search: string },
    { cookies, answered }: { readonly cookies: Cookies; readonly answered: Answered },
  ) {
    this.request = request;
    this.response = response;
    this.view = place.view;
    this.key = place.key;
    this.#search = place.search;
    this.#cookies = cookies;
    this.#answered = answered;
  }

  get query(): URLSearchParams {
    return (this.#query ??= new URLSearchParams(this.#search));
  }

  get wantsJson(): boolean {
    return wantsJson(this.request.headers);
  }

  /** The address of the caller, IPv4 in its own form. */
  get client(): string {
    return this.request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  }

  get preferences(): Preferences {
    return this.#cookies.read(
      this.view === 'config' ? this.key : undefined,
      this.#search === '' ? undefined : this.query,
      this.request.headers.cookie,
    );
  }

  send(status: number, content: Content, headers: readonly string[] = []): void {
    const { type, plain } = content;
    this.#write(status, plain, ['Content-Type', type, ...this.#headers, ...headers]);
  }

  /** As `send`, compressed for those who can unpack it where that makes it shorter. */
  async sendCompressible(status: number, content: Content, headers: readonly string[] = []): Promise<void> {
    if (content.plain.length < MIN_COMPRESSED_BYTES) return this.send(status, content, headers);
    return this.#writeEncoded(status, content, [...this.#headers, ...headers]);
  }

  /** Answers without a body. */
  sendEmpty(status: number, headers: readonly string[] = []): void {
    this.#write(status, undefined, [...this.#headers, ...headers]);
  }

  /** Answers with something that is the same for everybody and may be kept: for a while, or for ever if it never changes. */
  sendAsset(content: Content, { isImmutable = false } = {}): Promise<void> {
    return this.#writeEncoded(200, content, isImmutable ? IMMUTABLE_HEADERS : ASSET_HEADERS);
  }

  /** Begins an answer that is written bit by bit; it counts as given when it has ended or its caller has gone. */
  begin(type: string, headers: readonly string[] = []): void {
    this.response.once('close', () => this.#answered(this, 200, this.#writtenBytes));
    this.response.writeHead(200, ['Content-Type', type, ...this.#headers, ...headers]);
    this.response.flushHeaders();
  }

  /** Goes on with an answer that was begun. */
  write(text: string): void {
    const bytes = Buffer.from(text);
    this.#writtenBytes += bytes.length;
    this.response.write(bytes);
  }

  get #headers(): readonly string[] {
    return [...COMMON_HEADERS, ...this.#cookies.headers(this.preferences)];
  }

  /** Writes a content compressed for those who can unpack it. */
  async #writeEncoded(status: number, content: Content, headers: readonly string[]): Promise<void> {
    const varying = ['Content-Type', content.type, 'Vary', 'Accept-Encoding', ...headers];
    if (!acceptsGzip(this.request.headers)) return this.#write(status, content.plain, varying);
    this.#write(status, await content.compressed, ['Content-Encoding', 'gzip', ...varying]);
  }

  #write(status: number, body: Uint8Array | undefined, headers: string[]): void {
    const bytes = body?.length ?? 0;
    if (status !== 204) headers.push('Content-Length', String(bytes));
    this.response.writeHead(status, headers);
    this.response.end(body);
    this.#answered(this, status, bytes);
  }
}
