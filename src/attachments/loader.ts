import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { MessageError } from '../service/errors.ts';
import { http } from '../service/http.ts';
import type { Attachment } from '../service/message.ts';
import { baseName, extensionOfType, typeOfName, UNKNOWN_TYPE } from '../text/mime.ts';
import { quote } from '../text/url.ts';
import type { Download } from '../transport/http/download.ts';
import { TransportError } from '../transport/http/errors.ts';
import type { WireOptions, WireRequest } from '../transport/http/request.ts';
import { nameOfDisposition } from './disposition.ts';
import { parseLocation, type AttachmentLocation, type FileLocation, type WebLocation } from './location.ts';

/** The most that an attachment may have by default. */
export const MAX_ATTACHMENT_BYTES = 1_048_576_000;
const NAMELESS = 'apprise-attachment';

/** Puts what is behind a URL into a new file; one that it gives up on is removed. */
export type Fetch = (
  request: WireRequest,
  options: WireOptions,
  file: { readonly path: string; readonly maxBytes: number },
) => Promise<Download>;

/** Where the program runs, which decides about attachments: for others (`hosted`) it reads none of its own files. */
export const PLACES = ['local', 'hosted', 'n/a'] as const;
export type Place = (typeof PLACES)[number];

export interface LoaderOptions {
  readonly fetch: Fetch;
  /** Where downloads are put; made if it is missing. */
  readonly directory: string;
  /** 0 is no limit. */
  readonly maxBytes?: number;
  readonly userAgent: string;
  /** Whether redirects are followed where the location does not say. */
  readonly followRedirects: boolean;
  readonly place?: Place | undefined;
  /** Refuse to fetch from internal addresses. */
  readonly publicOnly?: boolean;
  /** Milliseconds since 1970 after which nothing is fetched any more. */
  readonly deadline?: number | undefined;
}

const unreadable = (reason: string): MessageError =>
  new MessageError('attachment-unreadable', `An attachment ${reason}`);

/** Throws MessageError unless attachments of a kind may be used by a program in a place; `local` and undefined allow all. */
export function checkPlace(kind: 'file' | 'http' | 'memory', place: Place | undefined): void {
  if (place === 'n/a') throw unreadable('is not allowed here');
  if (place === 'hosted' && kind !== 'http') throw unreadable('must be on the web');
}

/** The attachments of one notification: each is loaded once, and downloads are removed when the loader is disposed. */
export class AttachmentLoader {
  readonly #options: LoaderOptions;
  readonly #maxBytes: number;
  readonly #downloads: string[] = [];

  constructor(options: LoaderOptions) {
    this.#options = options;
    this.#maxBytes = options.maxBytes === 0 ? Infinity : (options.maxBytes ?? MAX_ATTACHMENT_BYTES);
  }

  /** The attachment at a location, checked to be there, allowed and small enough; throws MessageError. */
  async load(source: string | Attachment): Promise<Attachment> {
    const location = this.#check(source);
    if (location.kind === 'file') return this.#readFile(location);
    if (location.kind === 'http') return this.#download(location);
    const { attachment } = location;
    if (attachment.size === 0) throw unreadable('is empty');
    if (attachment.size > this.#maxBytes) throw tooLarge();
    return attachment;
  }

  /**
   * As `load`, for all attachments of a notification. One that is not there or too large is left to the services that need
   * it, and fails them: the others get the message. One that is not allowed, or no location at all, throws MessageError.
   */
  async loadAll(sources: readonly (string | Attachment)[]): Promise<Attachment[]> {
    for (const source of sources) this.#check(source);
    return Promise.all(sources.map((source) => this.load(source).catch(() => this.#absent(source))));
  }

  /** Removes what was downloaded. */
  async dispose(): Promise<void> {
    await Promise.all(this.#downloads.splice(0).map((path) => rm(path, { force: true })));
  }

  #check(
    source: string | Attachment,
  ): AttachmentLocation | { readonly kind: 'memory'; readonly attachment: Attachment } {
    const location =
      typeof source === 'string' ? parseLocation(source) : ({ kind: 'memory', attachment: source } as const);
    checkPlace(location.kind, this.#options.place);
    return location;
  }

  /** Stands for an attachment without content: there is no file, so that whoever reads it fails. */
  #absent(source: string | Attachment): Attachment {
    const location = this.#check(source);
    if (location.kind === 'memory') return location.attachment;
    const name = location.name ?? (baseName(location.path) || NAMELESS);
    const type = location.type ?? typeOfName(name) ?? UNKNOWN_TYPE;
    return { name, type, size: 0, source: { path: join(this.#options.directory, randomUUID()) } };
  }

  async #readFile(location: FileLocation): Promise<Attachment> {
    const path = resolve(location.path.replace(/^~(?=\/|$)/, homedir));
    const stats = await stat(path).catch(() => undefined);
    if (!stats?.isFile()) throw unreadable('is no file');
    if (stats.size > this.#maxBytes) throw tooLarge();
    const name = location.name ?? basename(path);
    return { name, type: location.type ?? typeOfName(name) ?? UNKNOWN_TYPE, size: stats.size, source: { path } };
  }

  async #download(location: WebLocation): Promise<Attachment> {
    const path = join(this.#options.directory, randomUUID());
    const { headers, bytes: size } = await this.#fetch(location, path);
    const given =
      location.name ?? (nameOfDisposition(headers.get('content-disposition') ?? '') || baseName(location.path));
    const type = location.type ?? (headers.get('content-type') || typeOfName(given) || UNKNOWN_TYPE);
    const name = given || NAMELESS + (extensionOfType(type) ?? '.obj');
    return { name, type, size, source: { path } };
  }

  async #fetch(location: WebLocation, path: string): Promise<Download> {
    const { fetch, directory, publicOnly, deadline } = this.#options;
    const followRedirects = location.followRedirects ?? this.#options.followRedirects;
    this.#downloads.push(path);
    try {
      await mkdir(directory, { recursive: true });
      const { verify, connectTimeoutSeconds, readTimeoutSeconds } = location;
      const options = { verify, connectTimeoutSeconds, readTimeoutSeconds, followRedirects, publicOnly, deadline };
      const reply = await fetch(this.#requestOf(location), options, { path, maxBytes: this.#maxBytes });
      const isRedirect = reply.status >= 300 && reply.status < 400;
      if (reply.status >= 400 || (isRedirect && !followRedirects)) throw unreadable(`was not given: ${reply.status}`);
      return reply;
    } catch (error) {
      if (error instanceof TransportError && error.code === 'too-large') throw tooLarge();
      throw error instanceof MessageError ? error : unreadable('could not be fetched');
    }
  }

  #requestOf({ secure, host, port, user, password, path, query, headers }: WebLocation): WireRequest {
    const pairs = Array.from(query, ([name, value]) => `${quote(name, '')}=${quote(value, '')}`.replaceAll('%20', '+'));
    const address = `${host.toLowerCase()}${port === undefined ? '' : `:${port}`}${path}`;
    const own = [...headers];
    if (!own.some(([name]) => /^user-agent$/i.test(name))) own.unshift(['User-Agent', this.#options.userAgent]);
    if (user) own.push(['Authorization', http.basic(user, password ?? '')]);
    return {
      method: 'GET',
      url: `${secure ? 'https' : 'http'}://${address}${pairs.length ? `?${pairs.join('&')}` : ''}`,
      headers: own,
      body: undefined,
    };
  }
}

const tooLarge = (): MessageError => new MessageError('too-large', 'An attachment is too large');
