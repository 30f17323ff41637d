import type { Attachment } from '../service/message.ts';
import { CallerGone, MAX_DISCARDED_BYTES } from './body.ts';
import type { Settings } from './environment.ts';
import type { Exchange } from './exchange.ts';
import { Fields } from './fields.ts';
import { boundaryOf, MultipartParser, parseParameters } from './multipart.ts';
import { Refusal } from './refusal.ts';
import { createSpool, MemoryBudget, type Spool } from './spool.ts';

export const MAX_FORM_FIELDS = 1000;
const MAX_BOUNDARY_LENGTH = 200;
/** Of all forms that are being received or sent on. */
const MEMORY_BYTES = 32 * 1024 * 1024;

/** A file of a form. */
export interface Upload {
  /** The name of the form field. */
  readonly field: string;
  /** The name of the file without any directory. */
  readonly name: string;
  /** The media type its part says, in lower case and without parameters; undefined if it says none. */
  readonly type: string | undefined;
  readonly bytes: number;
  /** Undefined if it is too large, one too many, cut off, or could not be kept. */
  readonly source: Attachment['source'] | undefined;
  /** Removes its content. */
  dispose(): Promise<void>;
}

/** A form with its files; whoever has received it disposes of them. */
export interface ReceivedForm {
  readonly fields: Fields;
  readonly uploads: readonly Upload[];
}

export async function removeUploads(uploads: readonly Upload[]): Promise<void> {
  await Promise.all(uploads.map((upload) => upload.dispose()));
}

/** The last part of a path, whichever way its directories are separated, without what no file name has. */
function fileName(path: string): string {
  const name = path
    .replace(/^.*[/\\]/s, '')
    .replaceAll(/[\0-\x1f\x7f]/g, '')
    .trim();
  return name === '.' || name === '..' ? '' : name;
}

class TextPart {
  readonly name: string;
  readonly chunks: Buffer[] = [];

  constructor(name: string) {
    this.name = name;
  }

  write(bytes: Buffer): undefined {
    this.chunks.push(bytes);
  }
}

/** A part that is a file; when it breaks, the rest of it passes by. */
class FilePart implements Upload {
  readonly field: string;
  readonly name: string;
  readonly type: string | undefined;
  bytes = 0;
  source: Upload['source'];
  readonly #maxBytes: number;
  readonly #spool: Spool;
  isBroken: boolean;

  constructor(head: Pick<Upload, 'field' | 'name' | 'type'>, maxBytes: number, spool: Spool) {
    this.field = head.field;
    this.name = head.name;
    this.type = head.type;
    this.#maxBytes = maxBytes;
    this.#spool = spool;
    this.isBroken = maxBytes === 0;
  }

  write(bytes: Buffer): Promise<void> | undefined {
    this.bytes += bytes.length;
    if (this.bytes > this.#maxBytes) this.isBroken = true;
    return this.isBroken ? undefined : this.#spool.write(bytes)?.catch(() => this.#break());
  }

  /** The content is complete. */
  async end(): Promise<void> {
    if (!this.isBroken) this.source = await this.#spool.finish().catch(() => undefined);
  }

  dispose(): Promise<void> {
    return this.#spool.dispose();
  }

  #break(): void {
    this.isBroken = true;
  }
}

/** A multipart form while it comes in. */
class Reception {
  readonly uploads: FilePart[] = [];
  readonly #texts: TextPart[] = [];
  readonly #settings: Settings;
  readonly #budget: MemoryBudget;
  readonly #remainingBytes: () => number;
  #textBytes = 0;
  /** Bytes of files that are kept. */
  #fileBytes = 0;
  #current: FilePart | TextPart | undefined;

  /** `remainingBytes` is the most that can still come, a little too much rather than too little. */
  constructor(settings: Settings, budget: MemoryBudget, remainingBytes: () => number) {
    this.#settings = settings;
    this.#budget = budget;
    this.#remainingBytes = remainingBytes;
  }

  get fields(): Fields {
    return Fields.fromPairs(this.#texts.map(({ name, chunks }) => [name, Buffer.concat(chunks).toString()]));
  }

  begin(headers: ReadonlyMap<string, string>): void {
    this.#current = undefined;
    const parameters = parseParameters(headers.get('content-disposition') ?? '');
    const field = parameters.get('name');
    const path = parameters.get('filename');
    if (field === undefined) return;
    if (path === undefined) this.#beginText(field);
    else if (fileName(path) !== '') {
      const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
      this.#beginFile({ field, name: fileName(path), type: type || undefined });
    }
  }

  #beginText(name: string): void {
    this.#current = new TextPart(name);
    if (this.#texts.push(this.#current) > MAX_FORM_FIELDS) throw new Refusal('invalid-form');
  }

  #beginFile(head: Pick<Upload, 'field' | 'name' | 'type'>): void {
    const { maxAttachments, maxAttachmentBytes, attachDirectory } = this.#settings;
    const isOneTooMany = maxAttachments > 0 && this.uploads.length >= maxAttachments;
    const maxBytes = isOneTooMany ? 0 : maxAttachmentBytes;
    const spool = createSpool(attachDirectory, Math.min(maxBytes, this.#remainingBytes()), this.#budget);
    this.#current = new FilePart(head, maxBytes, spool);
    if (this.uploads.push(this.#current) > MAX_FORM_FIELDS) throw new Refusal('invalid-form');
  }

  /** How much of the form was of any use. */
  get usedBytes(): number {
    return this.#textBytes + this.#fileBytes;
  }

  write(bytes: Buffer): Promise<void> | undefined {
    if (this.#current instanceof TextPart) {
      this.#textBytes += bytes.length;
      if (this.#textBytes > this.#settings.maxPayloadBytes) throw new Refusal('form-too-large');
    } else if (this.#current && !this.#current.isBroken) this.#fileBytes += bytes.length;
    return this.#current?.write(bytes);
  }

  async end(): Promise<void> {
    if (this.#current instanceof FilePart) await this.#current.end();
    this.#current = undefined;
  }
}

/** Receives multipart forms; their files are kept in memory or on disk until they are disposed of. */
export class FormReceiver {
  readonly #settings: Settings;
  readonly #budget = new MemoryBudget(MEMORY_BYTES);

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /**
   * Takes in a form. What comes behind something that cannot be understood is not there. When it fails, nothing of the
   * form is left.
   */
  async receive(exchange: Exchange, contentType: string): Promise<ReceivedForm> {
    const boundary = boundaryOf(contentType);
    if (boundary === undefined || boundary.length > MAX_BOUNDARY_LENGTH) throw new Refusal('invalid-form');
    const announcedBytes = Number(exchange.request.headers['content-length'] ?? Infinity);
    const remainingBytes = (): number => announcedBytes - exchange.payloadBytes;
    const reception = new Reception(this.#settings, this.#budget, remainingBytes);
    try {
      await receive(exchange, new MultipartParser(boundary), reception);
      const { fields, uploads } = reception;
      return { fields, uploads };
    } catch (error) {
      await removeUploads(reception.uploads);
      throw error instanceof Refusal ? error : new CallerGone();
    }
  }
}

/** A refused form is read to its end, because a caller cut off while it sends would not get to know why; within bounds. */
async function receive(exchange: Exchange, parser: MultipartParser, reception: Reception): Promise<void> {
  const body: AsyncIterable<Buffer> = exchange.request;
  let refusal: Refusal | undefined;
  for await (const chunk of body) {
    try {
      if (refusal === undefined) await take(chunk, parser, reception);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error;
    }
    // Only now, because a file that begins in this chunk has part of its content there.
    exchange.payloadBytes += chunk.length;
    if (exchange.payloadBytes - reception.usedBytes > MAX_DISCARDED_BYTES)
      throw refusal ?? new Refusal('form-too-large');
  }
  if (refusal !== undefined) throw refusal;
}

async function take(chunk: Buffer, parser: MultipartParser, reception: Reception): Promise<void> {
  for (const event of parser.push(chunk)) {
    if (event.kind === 'data') {
      const written = reception.write(event.bytes);
      if (written) await written;
    } else if (event.kind === 'part') reception.begin(event.headers);
    else await reception.end();
  }
}
