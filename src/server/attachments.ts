import { mkdir } from 'node:fs/promises';
import { AttachmentLoader } from '../attachments/loader.ts';
import { parseLocation } from '../attachments/location.ts';
import { MessageError } from '../service/errors.ts';
import type { Attachment } from '../service/message.ts';
import { fits } from '../text/code-points.ts';
import { typeOfName, UNKNOWN_TYPE } from '../text/mime.ts';
import { isBlank } from '../text/whitespace.ts';
import { download } from '../transport/http/download.ts';
import { HttpClient } from '../transport/http/client.ts';
import type { Settings } from './environment.ts';
import { Refusal } from './refusal.ts';
import type { Upload } from './uploads.ts';
import { UrlFilter } from './url-filter.ts';

const MAX_NAME_LENGTH = 250;
const NO_ATTACHMENTS: readonly Attachment[] = [];

const refuse = (): never => {
  throw new Refusal('bad-attachment');
};

/** The name a caller gives, empty if it gives none. */
function readName(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' && fits(value, MAX_NAME_LENGTH) ? value.trim() : refuse();
}

/** The bytes of a base64 text, which may be broken into lines. */
function readBase64(value: unknown): Buffer {
  const text = typeof value === 'string' ? value.replaceAll(/\s+/g, '') : refuse();
  const digits = text.replace(/={0,2}$/, '');
  return text.length % 4 === 0 && !/[^a-z0-9+/]/i.test(digits) ? Buffer.from(text, 'base64') : refuse();
}

const numbered = (position: number): string => `attachment.${String(position).padStart(3, '0')}`;

/** Gets to know what is to be done when a request is over. */
export type Later = (task: () => Promise<void>) => void;

/** Gathers attachments for notifications, within what the operator allows. */
export class AttachmentDesk {
  readonly #settings: Settings;
  readonly #filter: UrlFilter;
  readonly #client: HttpClient;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#filter = new UrlFilter(settings.attachRejectUrls, settings.attachAllowUrls);
    this.#client = new HttpClient({ proxies: settings.proxies, isForbidden: this.#filter.forbids });
  }

  /** What a payload names, then the files that came with it; throws a Refusal if anything about it is not in order. */
  async gather(named: readonly unknown[], uploads: readonly Upload[], later: Later): Promise<readonly Attachment[]> {
    const { maxAttachments, maxAttachmentBytes, attachDirectory } = this.#settings;
    const count = named.length + uploads.length;
    if (count === 0) return NO_ATTACHMENTS;
    if (maxAttachmentBytes === 0 || (maxAttachments > 0 && count > maxAttachments)) return refuse();
    await mkdir(attachDirectory, { recursive: true }).catch(refuse);
    const loader = this.#createLoader();
    later(() => loader.dispose());
    const attachments: Attachment[] = [];
    for (const [index, element] of named.entries()) {
      const attachment = await this.#load(element, index + 1, loader);
      if (attachment) attachments.push(attachment);
    }
    return [...attachments, ...uploads.map(uploaded)];
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  #createLoader(): AttachmentLoader {
    const { attachDirectory, maxAttachmentBytes, followRedirects } = this.#settings;
    return new AttachmentLoader({
      fetch: (request, options, file) => download(this.#client, request, options, file),
      directory: attachDirectory,
      maxBytes: maxAttachmentBytes,
      userAgent: 'Apprise',
      followRedirects,
      place: 'hosted',
      publicOnly: true,
    });
  }

  /** The attachment an element of the payload stands for; a blank text stands for none. */
  async #load(element: unknown, position: number, loader: AttachmentLoader): Promise<Attachment | undefined> {
    if (typeof element === 'string') return isBlank(element) ? undefined : this.#fetch(element, loader);
    if (typeof element !== 'object' || element === null) return refuse();
    const { base64, url, filename } = element as { base64?: unknown; url?: unknown; filename?: unknown };
    const name = readName(filename);
    if (base64 !== undefined) return this.#decode(base64, name || numbered(position));
    const attachment = await this.#fetch(typeof url === 'string' ? url : refuse(), loader);
    return name === '' ? attachment : { ...attachment, name };
  }

  #decode(base64: unknown, name: string): Attachment {
    const bytes = readBase64(base64);
    if (bytes.length > this.#settings.maxAttachmentBytes) refuse();
    return { name, type: typeOfName(name) ?? UNKNOWN_TYPE, size: bytes.length, source: { bytes } };
  }

  async #fetch(text: string, loader: AttachmentLoader): Promise<Attachment> {
    try {
      const location = parseLocation(text);
      return location.kind === 'http' && this.#filter.allows(location) ? await loader.load(text) : refuse();
    } catch (error) {
      throw error instanceof MessageError ? new Refusal('bad-attachment') : error;
    }
  }
}

function uploaded({ name, type, source, bytes }: Upload): Attachment {
  if (source === undefined || !fits(name, MAX_NAME_LENGTH)) return refuse();
  const known = type === undefined || type === UNKNOWN_TYPE ? typeOfName(name) : type;
  return { name, type: known ?? UNKNOWN_TYPE, size: bytes, source };
}
