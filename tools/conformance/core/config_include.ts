import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadConfiguration, loadConfigurationFrom, type Loaded, type LoadOptions } from '../../../src/config/load.ts';
import { parseLocation } from '../../../src/config/location.ts';
import type { Send } from '../../../src/config/source.ts';
import { defaultAsset } from '../../../src/service/asset.ts';
import type { WireReply } from '../../../src/transport/http/request.ts';
import { catalog, server } from './configuration.ts';
import { replaceDeep, Skip, type JudgeContext, type Row } from './judge.ts';

type Content =
  | string
  | { readonly start: string; readonly then: string; readonly times: number }
  | { readonly latin1: string };

interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Content;
}

interface Input {
  readonly files?: Readonly<Record<string, Content>>;
  readonly pages?: Readonly<Record<string, Page>>;
  readonly entry: string;
  readonly content: string;
  readonly url: string;
  readonly recursion: number;
  readonly insecure: boolean;
}

function bytesOf(content: Content): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  return 'latin1' in content
    ? Buffer.from(content.latin1, 'latin1')
    : Buffer.from(content.start + content.then.repeat(content.times));
}

/** Puts the files into a new directory, which stands for `{DIR}`. */
function createFiles({ files = {} }: Input, context: JudgeContext): string {
  const directory = context.temporaryDirectory();
  for (const [name, content] of Object.entries(replaceDeep(files, '{DIR}', directory))) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytesOf(content));
  }
  return directory;
}

/** A web with the pages of a row, and what was asked of it. */
function createWeb({ pages = {} }: Input): { readonly send: Send; readonly requests: unknown[] } {
  const requests: unknown[] = [];
  const send: Send = async ({ method, url, headers }, { verify, followRedirects, maxReplyBytes = Infinity }) => {
    requests.push({ method, url, headers: Object.fromEntries(headers), verify, redirects: followRedirects });
    const page = pages[new URL(url).pathname.slice(1)] ?? { status: 404, headers: {}, body: '' };
    const body = bytesOf(page.body);
    const replyHeaders = new Map(Object.entries(page.headers).map(([name, value]) => [name.toLowerCase(), value]));
    const reply: WireReply = {
      status: page.status,
      headers: replyHeaders,
      body: body.subarray(0, maxReplyBytes),
      truncated: body.length > maxReplyBytes || Number(replyHeaders.get('content-length')) > maxReplyBytes,
      header: (name) => replyHeaders.get(name),
      text: () => body.toString(),
    };
    return reply;
  };
  return { send, requests };
}

const outcome = ({ entries }: Loaded, isAdded: boolean): Record<string, unknown> => ({
  added: isAdded,
  servers: entries.map(server),
});

export async function judge({ kind, in: input }: Row<Input>, context: JudgeContext): Promise<unknown> {
  const { recursion: depth, insecure: allowFiles, url } = input;
  const options: LoadOptions = { catalog, asset: defaultAsset, depth, allowFiles };
  switch (kind) {
    case 'file': {
      const directory = createFiles(input, context);
      const location = `${input.entry.includes('?') ? 'file://' : ''}${directory}/${input.entry}`;
      return outcome(await loadConfigurationFrom(location, options), true);
    }
    case 'memory': {
      const content = input.content.replaceAll('{DIR}', createFiles(input, context));
      return { servers: (await loadConfiguration(content, undefined, options)).entries.map(server) };
    }
    case 'config_url': {
      const location = parseLocation(url);
      return {
        added: location !== undefined,
        ...(location && { format: location.format ?? null, encoding: location.encoding }),
      };
    }
    case 'http': {
      const { send, requests } = createWeb(input);
      return { ...outcome(await loadConfigurationFrom(url, { ...options, send }), true), requests };
    }
    default:
      throw new Skip(`unknown kind ${kind}`);
  }
}
