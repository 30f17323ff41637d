import { readFile } from 'node:fs/promises';
import type { AttachmentLoader } from '../../../src/attachments/loader.ts';
import { createEngine, type Notification } from '../../../src/engine/engine.ts';
import { PersistentStore } from '../../../src/store/persistent.ts';
import { openPgp } from '../../../src/transport/openpgp.ts';
import { defaultAsset } from '../../../src/service/asset.ts';
import { defineService, type AnyDefinition } from '../../../src/service/define.ts';
import { createCatalog, loadService } from '../../../src/service/load.ts';
import type { Attachment } from '../../../src/service/message.ts';
import json from '../../../src/services/json.ts';
import type { WireReply } from '../../../src/transport/http/request.ts';

/** What a service got, its attachments by their address. */
interface Received {
  readonly title: string;
  readonly body: string;
  readonly attach: readonly string[];
}

interface Sink {
  readonly supportsAttachments: boolean;
  readonly overflow: string;
  readonly maxBody: number;
}

const OK: WireReply = {
  status: 200,
  headers: new Map(),
  body: new Uint8Array(),
  truncated: false,
  header: () => undefined,
  text: () => '',
};

const now = (): number => 0;

/** An engine that reads files and whose web takes everything. */
function engineFor(sent: unknown[]): ReturnType<typeof createEngine> {
  return createEngine({
    http: {
      send: async ({ body }) => {
        if (typeof body !== 'string') throw new Error('no JSON');
        sent.push(JSON.parse(body));
        return OK;
      },
    },
    protocols: () => Promise.reject(new Error('no protocols here')),
    lackOf: () => undefined,
    sessions: () => new PersistentStore('none', {}),
    pgp: openPgp,
    readFile: (path) => readFile(path).catch(() => undefined),
    clock: { now, sleep: async () => undefined },
    random: { bytes: (count) => new Uint8Array(count), uuid: () => 'uuid' },
    throttle: false,
  });
}

/** The result of a notification with these attachments, false where they are refused. */
async function notify(
  definition: AnyDefinition,
  url: string,
  loader: AttachmentLoader,
  sources: readonly string[],
  notification: Notification,
  { sent = [], addresses = new Map() }: { sent?: unknown[]; addresses?: Map<Attachment, string> },
): Promise<boolean | null> {
  const service = loadService(url, { catalog: createCatalog([definition]), asset: defaultAsset });
  let attachments: readonly Attachment[];
  try {
    attachments = await loader.loadAll(sources);
  } catch {
    return false;
  }
  for (const [index, attachment] of attachments.entries()) addresses.set(attachment, sources[index] ?? '');
  const report = await engineFor(sent).notify([{ service, tags: [] }], { ...notification, attachments });
  return report.result ?? null;
}

/** What a service that only looks at its messages gets, and the result. */
export async function sendToSink(
  { supportsAttachments, overflow, maxBody }: Sink,
  loader: AttachmentLoader,
  sources: readonly string[],
  notification: Notification,
): Promise<{ readonly result: boolean | null; readonly received: readonly Received[] }> {
  const received: Received[] = [];
  const addresses = new Map<Attachment, string>();
  const definition = defineService({
    id: 'sink',
    name: 'Sink',
    category: 'webhook',
    schemes: { plain: ['sink'] },
    ...(supportsAttachments && { attachments: 'streamed' as const }),
    limits: { body: maxBody },
    url: '{host}',
    fields: {},
    deliver: async (_, { title, body, attachments }) => {
      received.push({ title, body, attach: attachments.map((attachment) => addresses.get(attachment) ?? '') });
    },
  });
  const result = await notify(definition, `sink://host?overflow=${overflow}`, loader, sources, notification, {
    addresses,
  });
  return { result, received };
}

/** What a json:// service posts, and the result. */
export async function sendAsJson(
  loader: AttachmentLoader,
  sources: readonly string[],
  notification: Notification,
): Promise<{ readonly result: boolean | null; readonly payloads: readonly unknown[] }> {
  const sent: unknown[] = [];
  const result = await notify(json, 'json://localhost', loader, sources, notification, { sent });
  return { result, payloads: sent };
}
