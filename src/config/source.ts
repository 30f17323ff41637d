import { readFile, stat } from 'node:fs/promises';
import { TransportError } from '../transport/http/errors.ts';
import type { WireOptions, WireReply, WireRequest } from '../transport/http/request.ts';
import type { ConfigFormat } from './detect.ts';
import type { FileLocation, WebLocation } from './location.ts';

/** The most that an included configuration may have. */
export const MAX_CONFIGURATION_BYTES = 131_072;

/** The content of a configuration. */
export interface Content {
  readonly content: string;
  /** Undefined: to be told from the content. */
  readonly format: ConfigFormat | undefined;
}

/** A configuration that cannot be had; the message says why. */
export class SourceError extends Error {}

const LATIN_1 = new Set(['latin1', 'l1', 'iso88591']);

/** The text that bytes stand for in an encoding, known by any of its usual names. */
function decode(bytes: Uint8Array, encoding: string): string {
  if (LATIN_1.has(encoding.toLowerCase().replaceAll(/[-_]/g, ''))) return Buffer.from(bytes).toString('latin1');
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SourceError('the configuration is not in the encoding it should be in');
  }
}

const YAML_NAME = /\.ya?ml\s*$/i;

/** Reads a file; its name tells its format. Every kind of line break counts. */
export async function readSource({ path, format, encoding }: FileLocation): Promise<Content> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile()) throw new SourceError('there is no such file');
  if (stats.size > MAX_CONFIGURATION_BYTES) throw new SourceError('the file is too large');
  const bytes = await readFile(path).catch(() => {
    throw new SourceError('the file cannot be read');
  });
  return {
    content: decode(bytes, encoding).replaceAll(/\r\n?/g, '\n'),
    format: format ?? (YAML_NAME.test(path) ? 'yaml' : 'text'),
  };
}

/** Sends a request over the network. */
export type Send = (request: WireRequest, options: WireOptions) => Promise<WireReply>;

export interface FetchOptions {
  readonly send: Send;
  readonly userAgent: string;
  readonly followRedirects: boolean;
  /** Refuse to fetch from internal addresses. */
  readonly publicOnly?: boolean | undefined;
  /** Milliseconds since 1970 after which nothing is fetched any more. */
  readonly deadline?: number | undefined;
}

const YAML_TYPE = /^(?:text|application)\/(?:x-)?yaml/i;
const CHARSET = /;\s*charset\s*=\s*"?([\w.:-]+)/i;

/** Fetches a configuration from the web, with the request that an Apprise server hands its configurations out for. */
export async function fetchSource(location: WebLocation, options: FetchOptions): Promise<Content> {
  const { url, headers, verify, connectTimeoutSeconds, readTimeoutSeconds, format } = location;
  const { send, userAgent, publicOnly, deadline } = options;
  const followRedirects = location.followRedirects ?? options.followRedirects;
  const own = headers.some(([name]) => name.toLowerCase() === 'user-agent') ? [] : [['User-Agent', userAgent] as const];
  const reply = await send(
    { method: 'POST', url, headers: [...own, ...headers], body: undefined },
    {
      verify,
      followRedirects,
      connectTimeoutSeconds,
      readTimeoutSeconds,
      publicOnly,
      deadline,
      maxReplyBytes: MAX_CONFIGURATION_BYTES,
    },
  ).catch((error: unknown) => {
    throw error instanceof TransportError ? new SourceError(error.message) : error;
  });
  const { status, truncated, body } = reply;
  if (status >= 400 || (status >= 300 && !followRedirects)) throw new SourceError(`the server answered ${status}`);
  if (truncated) throw new SourceError('the configuration is too large');
  const type = reply.header('content-type') ?? '';
  return {
    content: decode(body, CHARSET.exec(type)?.[1] ?? 'utf-8'),
    format: format ?? (YAML_TYPE.test(type) ? 'yaml' : 'text'),
  };
}
