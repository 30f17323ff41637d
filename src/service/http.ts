import type { Attachment } from './message.ts';

export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };
type Scalar = string | number | boolean;
/** Name-value pairs; undefined values are left out, lists repeat the name. */
export type Pairs =
  | Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>
  | readonly (readonly [string, Scalar])[];

/** One part of a multipart body; a file's name and type are those of the attachment unless given; null: no type. */
export interface Part {
  readonly name: string;
  readonly value: string | Uint8Array | Attachment;
  readonly filename?: string | undefined;
  readonly type?: string | null | undefined;
}

interface Options {
  readonly query?: Pairs | undefined;
  /** Added to `User-Agent` and the content type of the body; undefined takes a default away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The value of `Authorization`. */
  readonly auth?: string | undefined;
  /** The body, by kind; at most one of these. */
  readonly json?: Json;
  readonly form?: Pairs;
  readonly multipart?: readonly Part[];
  readonly text?: string;
  readonly content?: Uint8Array | Attachment;
  /** Statuses that mean "done"; the definition's own list unless given. */
  readonly accept?: readonly number[] | '2xx';
  /** The reason, when an accepted status still carries a refusal. */
  readonly failure?: (reply: Reply) => string | undefined;
  /** A refusal of this request, or one with such a status, is no failure of the delivery. */
  readonly tolerated?: boolean | readonly number[];
  readonly connectTimeoutSeconds?: number;
  readonly readTimeoutSeconds?: number;
  /** Refuse loopback, private and link-local addresses: for addresses that come out of data. */
  readonly publicOnly?: boolean;
  /** Over TLS alone, with a trusted certificate whatever the settings say: for what is believed because of where it is. */
  readonly authentic?: boolean;
}

/** A request as data: nothing happens until the engine sends it, so it can be tested, previewed and logged. */
export interface HttpRequest extends Options {
  readonly protocol?: 'http';
  readonly method: string;
  readonly url: string;
}

/** What came back. `ok`: an accepted status that carries no refusal. */
export interface Reply {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
  /** The body as it came. */
  bytes(): Uint8Array;
  header(name: string): string | undefined;
  /** The body as JSON of the asked shape, or undefined if it is none or no object. */
  json<T>(): Partial<T> | undefined;
}

/** Where there was no answer. */
export const NO_REPLY: Reply = {
  ok: false,
  status: 0,
  text: '',
  bytes: () => new Uint8Array(),
  header: () => undefined,
  json: () => undefined,
};

const encodedContents = new WeakMap<Attachment, string>();

/** The content of an attachment as base64 text; the definition must ask for its attachments `inline`. */
function base64(attachment: Attachment): string {
  if (!('bytes' in attachment.source)) throw new Error('the content of a streamed attachment is not in memory');
  let text = encodedContents.get(attachment);
  if (text === undefined)
    encodedContents.set(attachment, (text = Buffer.from(attachment.source.bytes).toString('base64')));
  return text;
}

const request =
  (method: string) =>
  (url: string, options: Options = {}): HttpRequest => ({ method, url, ...options });

/** Services write their requests with these. */
export const http = {
  request: (method: string, url: string, options: Options = {}): HttpRequest => ({ method, url, ...options }),
  get: request('GET'),
  post: request('POST'),
  put: request('PUT'),
  delete: request('DELETE'),
  /** Stops at the first failure: an upload, then the post that names it. */
  sequence: <P>(...sequence: readonly P[]): { readonly sequence: readonly P[] } => ({ sequence }),
  /** Nothing to send, and that is as it should be; an empty list of requests would be a failure. */
  nothing: { sequence: [] },
  basic: (user: string, password = ''): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  bearer: (token: string): string => `Bearer ${token}`,
  base64,
  /** Texts as parts of a multipart body; undefined ones are left out. */
  parts: (members: Readonly<Record<string, string | undefined>>): Part[] =>
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
  /** Lists of at most `size` items each. */
  chunk: <T>(items: readonly T[], size: number): T[][] =>
    Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size)),
  /** `http(s)://host[:port]` of a service that runs on a host of the user's choice. */
  origin: ({ secure, host, port }: { secure: boolean; host: string; port?: number | undefined }): string =>
    `${secure ? 'https' : 'http'}://${host}${port ? `:${port}` : ''}`,
};
