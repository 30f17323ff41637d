import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify<Uint8Array, Buffer>(gzip);

export const MEDIA = {
  json: 'application/json',
  /** Exactly this where clients compare it. */
  text: 'text/plain',
  textUtf8: 'text/plain; charset=utf-8',
  yamlUtf8: 'text/yaml; charset=utf-8',
  html: 'text/html; charset=utf-8',
  htmlFragment: 'text/html',
  events: 'text/event-stream',
} as const;

/** The body of an answer; its compressed form is made when it is first asked for, and once. */
export class Content {
  readonly type: string;
  readonly plain: Uint8Array;
  #compressed: Promise<Uint8Array> | undefined;

  constructor(type: string, body: string | Uint8Array) {
    this.type = type;
    this.plain = typeof body === 'string' ? Buffer.from(body) : body;
  }

  get compressed(): Promise<Uint8Array> {
    return (this.#compressed ??= compress(this.plain));
  }
}

export const jsonContent = (value: unknown): Content => new Content(MEDIA.json, JSON.stringify(value));
export const textContent = (text: string): Content => new Content(MEDIA.text, text);
