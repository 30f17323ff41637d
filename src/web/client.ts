import type { ProgressEvents } from '../service/progress.ts';
import { readEvents } from './events.ts';

/** `refused`: the server says why; `nobody`: there is nobody to notify; `ended`: in the middle of an answer; `changed`: since it was listed. */
type ClientErrorCode = 'unreachable' | 'ended' | 'nobody' | 'changed' | 'refused';

/** Why the server did not do what it was asked to; the message is what it says. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string = code) {
    super(message);
    this.code = code;
  }
}

export interface StoredConfiguration {
  readonly format: 'text' | 'yaml';
  readonly config: string;
}

/** A service of a stored configuration. */
export interface ListedService {
  readonly id: string | null;
  readonly service_name: string;
  readonly enabled: boolean;
  readonly url: string;
  readonly retry: number;
  readonly optional: boolean;
  readonly tags: readonly string[];
  readonly tag_details: readonly { readonly name: string; readonly priority: number; readonly token: string }[];
}

export interface Listing {
  readonly tags: readonly string[];
  readonly urls: readonly ListedService[];
}

export interface Status {
  readonly status: { readonly details: readonly string[] };
}

/** A service as `/details` publishes it. */
export interface PublishedService {
  readonly service_name: string;
  readonly service_url: string | null;
  readonly category: 'native' | 'custom';
  readonly enabled: boolean;
  readonly protocols: readonly string[] | null;
  readonly secure_protocols: readonly string[] | null;
}

/** A request whose headers are given by name. */
type JsonRequest = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

const JSON_HEADERS = { Accept: 'application/json' };

/** What the events of one notification are handed to. */
export type OnEvent = <N extends keyof ProgressEvents>(name: N, data: ProgressEvents[N]) => void;

/** Speaks to the server that the page came from. */
export class Client {
  readonly #basePath: string;

  constructor(basePath: string) {
    this.#basePath = basePath;
  }

  /** What is stored under a key, undefined if nothing is. */
  load(key: string): Promise<StoredConfiguration | undefined> {
    return this.#json(`/get/${key}`, { method: 'POST' });
  }

  async save(key: string, { config, format }: { readonly config: string; readonly format: string }): Promise<void> {
    const body = JSON.stringify({ config, format });
    await this.#json(`/add/${key}`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
  }

  async remove(key: string): Promise<void> {
    await this.#json(`/del/${key}`, { method: 'POST' });
  }

  /** The services of a configuration, undefined if nothing is stored. */
  list(key: string, { masked }: { readonly masked: boolean }): Promise<Listing | undefined> {
    return this.#json(`/json/urls/${key}?privacy=${masked ? 1 : 0}`);
  }

  /** The health of the server; one that is not well says so too. */
  async status(): Promise<Status> {
    const answer = await this.#fetch('/status', { headers: JSON_HEADERS });
    return readJson(answer);
  }

  async services(): Promise<readonly PublishedService[]> {
    const details = await this.#json<{ readonly schemas: readonly PublishedService[] }>('/details?all=yes');
    return details?.schemas ?? [];
  }

  /** Sends a notification, to the services of a key or to those the form names, and hands on each event as it comes. */
  async notify(key: string | undefined, form: FormData, onEvent: OnEvent): Promise<void> {
    const path = key === undefined ? '/notify' : `/notify/${key}`;
    const answer = await this.#fetch(path, { method: 'POST', body: form, headers: { Accept: 'text/event-stream' } });
    if (!answer.headers.get('Content-Type')?.startsWith('text/event-stream')) throw await refusalOf(answer);
    try {
      for await (const { name, data } of readEvents(answer.body!)) onEvent(name, data as never);
    } catch {
      throw new ClientError('ended');
    }
  }

  async #json<T>(path: string, { headers, ...request }: JsonRequest = {}): Promise<T | undefined> {
    const answer = await this.#fetch(path, { ...request, headers: { ...JSON_HEADERS, ...headers } });
    if (answer.status === 204) return undefined;
    if (!answer.ok) throw await refusalOf(answer);
    return readJson(answer);
  }

  async #fetch(path: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(this.#basePath + path, { ...request, cache: 'no-store' });
    } catch {
      throw new ClientError('unreachable');
    }
  }
}

/** The content of an answer; what is no JSON comes from somebody else, a proxy for instance. */
async function readJson<T>(answer: Response): Promise<T> {
  if (!answer.headers.get('Content-Type')?.startsWith('application/json')) throw await refusalOf(answer);
  return (await answer.json()) as T;
}

/** What an answer that is no success says. */
async function refusalOf(answer: Response): Promise<ClientError> {
  if (answer.status === 204) return new ClientError('nobody');
  const text = await answer.text();
  try {
    const { error } = JSON.parse(text) as { readonly error?: unknown };
    if (typeof error === 'string') return new ClientError('refused', error);
  } catch {
    // Not every refusal is JSON.
  }
  const isSentence = text !== '' && text.length < 200 && !text.includes('<');
  return new ClientError('refused', isSentence ? text : `${answer.status} ${answer.statusText}`.trim());
}
