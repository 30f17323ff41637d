import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import { attachmentStyleOf, limitsOf } from '../../src/engine/prepare.ts';
import { defaultAsset } from '../../src/service/asset.ts';
import type { AnyDefinition } from '../../src/service/define.ts';
import type { Attachment, MessageType } from '../../src/service/message.ts';
import { createCatalog, loadService, type Catalog, type Service } from '../../src/service/load.ts';
import { countTargets, formatUrl, identify } from '../../src/service/write.ts';
import type { Format } from '../../src/text/format.ts';
import { readRows, Tally, type CorpusResult, type RunOptions } from './runner.ts';
import { atClock, inRecordedOrder, wireMatcher } from './wire/expectation.ts';
import type { Rule } from './wire/rule.ts';
import { scriptedPorts } from './wire/script.ts';

interface Send {
  readonly label: string;
  readonly url?: string;
  readonly message: {
    readonly title: string | null;
    readonly body?: string | null;
    readonly body_long?: number;
    readonly type: MessageType;
    readonly format: Format | null;
    readonly attachments: readonly string[];
  };
  readonly responses: readonly Rule[];
  readonly requests: readonly unknown[];
  readonly result: unknown;
  readonly sleeps?: readonly number[];
  readonly repeat?: number;
  readonly unordered?: boolean;
  readonly at_clock?: Readonly<Record<string, unknown>>;
}

interface WireRecord extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly url: string;
  readonly include_image: boolean;
  readonly valid: boolean;
  readonly sends?: readonly Send[];
  readonly unordered?: readonly string[];
}

/** The definition a file of rows is about: each is judged with no other service around. */
export async function definitionOf(id: string): Promise<AnyDefinition | undefined> {
  for (const file of [`${id}.ts`, `${id}/index.ts`, `_${id}.ts`]) {
    const url = new URL(`../../src/services/${file}`, import.meta.url);
    if (existsSync(url)) return ((await import(url.href)) as { default: AnyDefinition }).default;
  }
  return undefined;
}

const withoutImages = { ...defaultAsset, imageUrlMask: undefined, imageUrlLogo: undefined };

const load = (catalog: Catalog, url: string, includeImage: boolean): Service | undefined => {
  try {
    return loadService(url, { catalog, asset: includeImage ? defaultAsset : withoutImages });
  } catch {
    return undefined;
  }
};

/** The facts of a loaded URL in the names of the corpus. */
function describe(catalog: Catalog, service: Service): Record<string, unknown> {
  const { definition, settings } = service;
  const { options } = settings;
  const limits = limitsOf(service);
  const canonical = formatUrl(service);
  const again = load(catalog, canonical, service.asset === defaultAsset);
  const second = again && { canonical: formatUrl(again), uid: identify(again) ?? null };
  const uid = identify(service) ?? null;
  const reloads = second !== undefined && second.canonical === canonical && second.uid === uid;
  return {
    service: definition.name,
    valid: true,
    canonical,
    private: formatUrl(service, { masked: true }),
    uid,
    targets: countTargets(service),
    title_maxlen: limits.title,
    body_maxlen: limits.body,
    body_max_line_count: limits.lines,
    notify_format: options.format,
    overflow_mode: options.overflow,
    attachment_support: attachmentStyleOf(service) !== undefined,
    interpret_emojis: options.emojis ?? null,
    retry: options.retry,
    wait: options.waitSeconds,
    optional: options.optional,
    tags: [],
    reloads,
    ...(second && !reloads && { reloads_as: second }),
  };
}

function judgeRecord(tally: Tally, catalog: Catalog, record: WireRecord): void {
  const service = load(catalog, record.url, record.include_image);
  const { sends: _, id, url, schema: __, source: ___, include_image, raises: ____, unordered = [], ...out } = record;
  const row = { id, url, include_image, out: record.valid ? { ...out } : { valid: false } };
  const got = service ? describe(catalog, service) : { valid: false };
  for (const name of unordered) {
    delete (row.out as Record<string, unknown>)[name];
    delete got[name];
  }
  tally.check(row, got, wireMatcher);
}

const words: string[] = [];
/** The long body that rows name by its length. */
function longBody(length: number): string {
  if (words.length === 0)
    for (let number = 1; number <= 20_000; number++) {
      const separator = number % 60 === 0 ? '\n\n' : number % 12 === 0 ? '\n' : ' ';
      words.push(`word${String(number).padStart(5, '0')}${separator}`);
    }
  return words
    .slice(0, Math.ceil(length / 10) + 1)
    .join('')
    .slice(0, length);
}

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  txt: 'text/plain',
  bin: 'application/octet-stream',
};

function attachment(dir: string, name: string): Attachment {
  const bytes = readFileSync(join(dir, 'wire', 'files', name));
  return { name, type: TYPES[name.split('.').at(-1)!] ?? '', size: bytes.length, source: { bytes } };
}

async function judgeSend(tally: Tally, catalog: Catalog, record: WireRecord, send: Send, dir: string): Promise<void> {
  const { label, message, responses, repeat = 1 } = send;
  const url = send.url ?? record.url;
  const { requests, ...expected } = atClock(
    { requests: send.requests, result: send.result, sleeps: send.sleeps ?? [] },
    send.at_clock,
  );
  const row = {
    id: `${record.id}/${label}`,
    url,
    label,
    message,
    responses,
    out: { ...expected, requests },
  };
  await tally.judge(
    row,
    async () => {
      const service = load(catalog, url, record.include_image);
      if (!service) return { loaded: false };
      const script = scriptedPorts(responses, requests, join(dir, 'wire', 'files'));
      const engine = createEngine(script.ports);
      const results: unknown[] = [];
      for (let time = 0; time < repeat; time++) {
        const report = await engine.notify([{ service, tags: [] }], {
          title: message.title ?? '',
          body: message.body_long === undefined ? (message.body ?? '') : longBody(message.body_long),
          type: message.type,
          format: message.format ?? undefined,
          attachments: message.attachments.map((name) => attachment(dir, name)),
        });
        results.push(report.result ?? null);
      }
      const made = send.unordered ? inRecordedOrder(requests, script.requests) : script.requests;
      return { requests: made, result: repeat === 1 ? results[0] : results, sleeps: script.sleeps };
    },
    wireMatcher,
  );
}

async function runFile(file: string, { dir, departures }: RunOptions): Promise<Tally> {
  const id = basename(file, '.jsonl');
  const tally = new Tally(`wire/${id}`, departures);
  const definition = await definitionOf(id);
  const catalog = definition && createCatalog([definition]);
  for (const record of readRows<WireRecord>(file)) {
    if (catalog) judgeRecord(tally, catalog, record);
    else tally.skip('the service is not in yet');
    for (const send of record.sends ?? []) {
      if (catalog) await judgeSend(tally, catalog, record, send, dir);
      else tally.skip('the service is not in yet');
    }
  }
  return tally;
}

/** Runs the rows of `wire/*.jsonl`: what each URL loads to, and the exact requests of each message. */
export async function run(options: RunOptions): Promise<CorpusResult> {
  const tallies: Tally[] = [];
  for (const file of globSync(join(options.dir, 'wire', `${options.file ?? '*'}.jsonl`)).toSorted())
    tallies.push(await runFile(file, options));
  return { corpus: 'wire', tallies };
}
