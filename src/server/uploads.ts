import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { CallerGone, MAX_DISCARDED_BYTES } from './body.ts';
import type { Settings } from './environment.ts';
import type { Exchange } from './exchange.ts';
import { Fields } from './fields.ts';
import { boundaryOf, MultipartParser, parseParameters } from './multipart.ts';
import { Refusal } from './refusal.ts';

export const MAX_FORM_FIELDS = 1000;
const MAX_BOUNDARY_LENGTH = 200;

/** A file of a form, on disk. */
export interface Upload {
  /** The name of the form field. */
  readonly field: string;
  /** The name of the file without any directory. */
  readonly name: string;
  /** The media type its part says, in lower case and without parameters; undefined if it says none. */
  readonly type: string | undefined;
  readonly path: string;
  readonly bytes: number;
  /** Too large, one too many, cut off, or nowhere to be kept. */
  readonly isBroken: boolean;
}

/** Removes the files of a form. */
export async function removeUploads(uploads: readonly Upload[]): Promise<void> {
  await Promise.all(uploads.map(({ path }) => rm(path, { force: true }).catch(() => undefined)));
}

type UploadSettings = Pick<Settings, 'attachDirectory' | 'maxAttachmentBytes' | 'maxAttachments' | 'maxPayloadBytes'>;

/** The last part of a path, whichever way its directories are separated, without what no file name has. */
function fileName(path: string): string {
  const name = path
    .replace(/^.*[/\\]/s, '')
    .replaceAll(/[\0-\x1f\x7f]/g, '')
    .trim();
  return name === '.' || name === '..' ? '' : name;
}

/** A part whose content goes to a file; one that breaks keeps nothing, and its content passes by. */
class FilePart implements Upload {
  readonly field: string;
  readonly name: string;
  readonly type: string | undefined;
  readonly path: string;
  bytes = 0;
  isBroken = true;
  readonly #maxBytes: number;
  #file: FileHandle | undefined;

  constructor(field: string, name: string, type: string | undefined, settings: UploadSettings) {
    this.field = field;
    this.name = name;
    this.type = type;
    this.path = join(settings.attachDirectory, randomUUID());
    this.#maxBytes = settings.maxAttachmentBytes;
  }

  async open(directory: string): Promise<void> {
    try {
      await mkdir(directory, { recursive: true });
      this.#file = await open(this.path, 'wx', 0o600);
    } catch {
      this.#file = undefined;
    }
  }

  async write(bytes: Buffer): Promise<void> {
    this.bytes += bytes.length;
    if (this.bytes > this.#maxBytes) return this.close();
    try {
      await this.#file?.write(bytes);
    } catch {
      await this.close();
    }
    return undefined;
  }

  /** The content is complete. */
  async end(): Promise<void> {
    this.isBroken = this.#file === undefined;
    await this.close();
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
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

/** A multipart form while it comes in: texts are kept in memory, files go to disk. */
class Reception {
  readonly uploads: FilePart[] = [];
  readonly #texts: TextPart[] = [];
  readonly #settings: UploadSettings;
  #textBytes = 0;
  #current: FilePart | TextPart | undefined;

  constructor(settings: UploadSettings) {
    this.#settings = settings;
  }

  get fields(): Fields {
    return Fields.fromPairs(this.#texts.map(({ name, chunks }) => [name, Buffer.concat(chunks).toString()]));
  }

  async begin(headers: ReadonlyMap<string, string>): Promise<void> {
    this.#current = undefined;
    const parameters = parseParameters(headers.get('content-disposition') ?? '');
    const name = parameters.get('name');
    const path = parameters.get('filename');
    if (name === undefined) return;
    if (path === undefined) {
      this.#current = new TextPart(name);
      if (this.#texts.push(this.#current) > MAX_FORM_FIELDS) throw new Refusal('invalid-form');
    } else if (fileName(path) !== '') {
      const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
      await this.#beginFile(new FilePart(name, fileName(path), type || undefined, this.#settings));
    }
  }

  async #beginFile(file: FilePart): Promise<void> {
    const { maxAttachments, maxAttachmentBytes, attachDirectory } = this.#settings;
    this.#current = file;
    const count = this.uploads.push(file);
    if (count > MAX_FORM_FIELDS) throw new Refusal('invalid-form');
    if (maxAttachmentBytes > 0 && (maxAttachments === 0 || count <= maxAttachments)) await file.open(attachDirectory);
  }

  write(bytes: Buffer): Promise<void> | undefined {
    if (this.#current instanceof TextPart) {
      this.#textBytes += bytes.length;
      if (this.#textBytes > this.#settings.maxPayloadBytes) throw new Refusal('form-too-large');
    }
    return this.#current?.write(bytes);
  }

  async end(): Promise<void> {
    if (this.#current instanceof FilePart) await this.#current.end();
    this.#current = undefined;
  }

  /** Whatever is half there stays broken. */
  async abandon(): Promise<void> {
    if (this.#current instanceof FilePart) await this.#current.close();
  }
}

/**
 * Takes in a multipart form, its files straight to disk. What comes behind something that cannot be understood is not
 * there. When it fails, no file is left.
 */
export async function receiveForm(
  exchange: Exchange,
  contentType: string,
  settings: UploadSettings,
): Promise<{ readonly fields: Fields; readonly uploads: readonly Upload[] }> {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined || boundary.length > MAX_BOUNDARY_LENGTH) throw new Refusal('invalid-form');
  const reception = new Reception(settings);
  try {
    await receive(exchange, new MultipartParser(boundary), reception);
    await reception.abandon();
    const { fields, uploads } = reception;
    return { fields, uploads };
  } catch (error) {
    await reception.abandon();
    await removeUploads(reception.uploads);
    throw error instanceof Refusal ? error : new CallerGone();
  }
}

async function receive(exchange: Exchange, parser: MultipartParser, reception: Reception): Promise<void> {
  const body: AsyncIterable<Buffer> = exchange.request;
  let refusal: Refusal | undefined;
  let refusedBytes = 0;
  // A refused form is read to its end, because a caller cut off while it sends would not get to know why.
  for await (const chunk of body) {
    exchange.payloadBytes += chunk.length;
    if (refusal !== undefined) {
      refusedBytes += chunk.length;
      if (refusedBytes > MAX_DISCARDED_BYTES) break;
      continue;
    }
    try {
      for (const event of parser.push(chunk)) {
        if (event.kind === 'data') await reception.write(event.bytes);
        else if (event.kind === 'part') await reception.begin(event.headers);
        else await reception.end();
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error;
    }
  }
  if (refusal !== undefined) throw refusal;
}
