import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createCatalog, loadService } from '../../../src/service/load.ts';
import { identify } from '../../../src/service/write.ts';
import { definitions } from '../../../src/services/index.ts';
import {
  checkedText,
  checksum,
  expiryAfter,
  formatEntry,
  isExpired,
  parseEntry,
  type Entry,
} from '../../../src/store/entry.ts';
import { parseStoreMode, PersistentStore } from '../../../src/store/persistent.ts';
import { pruneStores } from '../../../src/store/prune.ts';
import { formatPythonJson, parsePythonJson, toJson, type PythonJson } from '../../../src/store/python.ts';
import { isObject } from '../compare.ts';
import { replaceDeep, Skip, type JudgeContext, type Row } from './judge.ts';

/** The clock of the recording: 2030-01-02T03:04:05.678901Z in milliseconds. */
const START = 1_893_553_445_678.901;

type Step = readonly [operation: string, ...unknown[]];

/** The expiry as the reference takes it: dates, seconds, `true` for now, and several ways to say never. */
function expiryOf(expires: unknown, now: number): number | undefined {
  if (isObject(expires)) return Date.parse(String(expires['datetime'])) / 1000;
  if (expires === true) return expiryAfter(0, now);
  return typeof expires === 'number' && expires !== 0 ? expiryAfter(expires, now) : undefined;
}

const ISO_DATE = /^(.{19})(?:\.(\d{6}))?(?:([+-]\d\d):(\d\d))?$/;

/** A recorded value; bytes and dates have their own notation there. */
function valueOf(recorded: PythonJson): Pick<Entry, 'value' | 'textOf'> {
  const { bytes_latin1: bytes, datetime } = isObject(recorded) ? recorded : {};
  if (typeof bytes === 'string') return { value: Buffer.from(bytes, 'latin1').toString('base64'), textOf: 'bytes' };
  if (typeof datetime !== 'string') return { value: recorded };
  const [, start, fraction = '000000', hours = '', minutes = ''] = ISO_DATE.exec(datetime) ?? [];
  return { value: `${start}.${fraction}${hours}${minutes}`, textOf: hours ? 'aware_datetime' : 'naive_datetime' };
}

function recordedValue({ value, textOf }: Entry): unknown {
  if (textOf === undefined || typeof value !== 'string') return toJson(value);
  if (textOf === 'bytes') return { bytes_latin1: Buffer.from(value, 'base64').toString('latin1') };
  return { datetime: value.replace(/\.0{6}/, '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2') };
}

/** The inputs once more, with integers and floats told apart. */
const exactInputs = new Map<string, ReadonlyMap<string, PythonJson>>();

function exactInput(dir: string, id: string): PythonJson {
  let known = exactInputs.get(dir);
  if (!known) {
    const lines = readFileSync(join(dir, 'core', 'store.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean);
    const rows = lines.map((line) => parsePythonJson(line) as { readonly id: string; readonly in: PythonJson });
    exactInputs.set(dir, (known = new Map(rows.map((row) => [row.id, row.in]))));
  }
  return known.get(id) ?? null;
}

function judgeEntry(row: Row, { dir }: JudgeContext): unknown {
  const { value } = exactInput(dir, row.id) as { readonly value: PythonJson };
  const expires = expiryOf(row.in['expires'], START);
  const entry: Entry = { ...valueOf(value), expires, persistent: row.in['persistent'] === true };
  const stored = formatPythonJson(formatEntry(entry));
  const all: Record<string, unknown> = {
    text: checkedText(entry),
    hash: checksum(entry),
    stored: JSON.parse(stored),
    stored_text: stored,
    valid_now: !isExpired(entry, START),
    seconds_left: expires === undefined ? null : Math.max(0, Math.round(expires * 1e6 - START * 1e3) / 1e6),
  };
  // Two families of rows show different sides of an entry.
  return Object.fromEntries(Object.keys(row.out as object).map((key) => [key, all[key]]));
}

function judgeReading(row: Row, { dir }: JudgeContext): unknown {
  const { entry: stored } = exactInput(dir, row.id) as { readonly entry: PythonJson };
  const entry = parseEntry(stored);
  return entry ? { value: recordedValue(entry) } : null;
}

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

function describeFile(path: string): unknown {
  const bytes = readFileSync(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const content = isGzip ? gunzipSync(bytes) : bytes;
  const isCache = isGzip && /\/cache\.[^/]*$/.test(path);
  const text = isCache ? { json: JSON.parse(content.toString()) as unknown } : { latin1: content.toString('latin1') };
  return { mode: modeOf(path), gzip: isGzip, ...text };
}

/** Everything below a directory, by its path from there. */
function pathsBelow(root: string): { readonly name: string; readonly path: string; readonly isDirectory: boolean }[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => ({ path: join(entry.parentPath, entry.name), isDirectory: entry.isDirectory() }))
    .map(({ path, isDirectory }) => ({ name: relative(root, path) + (isDirectory ? '/' : ''), path, isDirectory }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const treeOf = (root: string): Record<string, unknown> =>
  Object.fromEntries(
    pathsBelow(root).map(({ name, path, isDirectory }) => [name, isDirectory ? modeOf(path) : describeFile(path)]),
  );

const bytesOf = (content: unknown): Uint8Array =>
  isObject(content) ? Buffer.from(String(content['bytes_latin1']), 'latin1') : Buffer.from(String(content));

/** The settings at the end of a step, and what stands before them. */
function splitOptions(values: readonly unknown[]): [readonly unknown[], Readonly<Record<string, unknown>>] {
  const last = values.at(-1);
  return isObject(last) && !('bytes_latin1' in last) ? [values.slice(0, -1), last] : [values, {}];
}

/** A store that steps are run on, one after another. */
class Stage {
  readonly #root: string;
  readonly #open: () => PersistentStore;
  now = START;
  #store: PersistentStore;

  constructor(root: string, namespace: string, mode: string) {
    this.#root = root;
    const now = (): number => this.now;
    this.#open = () => {
      const known = parseStoreMode(mode);
      if (!known) throw new TypeError('no such mode');
      return new PersistentStore(namespace, { path: root, mode: known, now });
    };
    this.#store = this.#open();
  }

  async step([operation, ...values]: Step, exact: readonly PythonJson[]): Promise<unknown> {
    // A store that was opened has its directories; ours makes them when it is first used.
    await this.#store.keys();
    const run = this.operations[operation];
    if (!run) throw new Error(`unknown operation ${operation}`);
    try {
      return (await run(values, exact)) ?? null;
    } catch (error) {
      return { raises: error instanceof Error ? error.name : 'Error' };
    }
  }

  async close(): Promise<void> {
    await this.#store.flush();
  }

  readonly operations: Readonly<Record<string, (values: readonly unknown[], exact: readonly PythonJson[]) => unknown>> =
    {
      set: async (values, [, , value = null]) => {
        const options = values.length > 2 ? splitOptions(values)[1] : {};
        const expires = expiryOf(options['expires'], this.now);
        const persistent = options['persistent'] !== false;
        await this.#store.put(String(values[0]), { ...valueOf(value), expires, persistent });
        return true;
      },
      assign: async ([key], [, , value = null]) => {
        const former = await this.#store.find(String(key));
        await this.#store.put(String(key), { persistent: true, ...former, ...valueOf(value) });
      },
      get: async ([key, fallback]) => {
        const entry = await this.#store.find(String(key));
        return entry ? recordedValue(entry) : fallback;
      },
      has: async ([key]) => (await this.#store.find(String(key))) !== undefined,
      item: async ([key]) => recordedValue(await this.#mustFind(key)),
      del: async ([key]) => {
        await this.#mustFind(key);
        await this.#store.clear(String(key));
      },
      keys: () => this.#store.keys(),
      clear: (keys) => this.#store.clear(...keys.map(String)),
      prune: () => this.#store.prune(),
      flush: () => this.#store.flush(),
      write: (values) => {
        const [[content, key], options] = splitOptions(values);
        return this.#store.contents.write(bytesOf(content), (key ?? undefined) as string | undefined, options);
      },
      read: async (values) => {
        const [[key], options] = splitOptions(values);
        const content = await this.#store.contents.read((key ?? undefined) as string | undefined, options);
        return content && { bytes_latin1: Buffer.from(content).toString('latin1') };
      },
      delete: async (values) => {
        const [keys, { cache }] = splitOptions(values);
        if (cache === true || !keys.length) await this.#store.clear();
        await this.#store.flush();
        if (cache !== true) await this.#store.contents.delete(...keys.map(String));
        return true;
      },
      size: () => this.#store.contents.size(),
      files: async ([options]) => {
        const all = pathsBelow(this.#root).filter(({ isDirectory }) => !isDirectory);
        const current = (await this.#store.contents.files()).map((path) => relative(this.#root, path));
        return isObject(options) && options['exclude'] === false ? all.map(({ name }) => name) : current.toSorted();
      },
      mode: () => this.#store.mode,
      tree: () => treeOf(this.#root),
      advance: ([seconds]) => {
        this.now += Number(seconds) * 1000;
      },
      reopen: async () => {
        await this.close();
        this.#store = this.#open();
        await this.#store.keys();
      },
      drop: () => this.close(),
      spoil: ([path, text]) => writeFileSync(join(this.#root, String(path)), String(text)),
      remove_dir: ([path]) => rmSync(join(this.#root, String(path)), { recursive: true }),
    };

  async #mustFind(key: unknown): Promise<Entry> {
    const entry = await this.#store.find(String(key));
    if (!entry) throw new ReferenceError('no such key');
    return entry;
  }
}

async function judgeOperations(row: Row, context: JudgeContext): Promise<unknown> {
  const root = context.temporaryDirectory();
  const { namespace, mode, steps } = row.in as { namespace: string; mode: string; steps: readonly Step[] };
  const exact = (exactInput(context.dir, row.id) as { readonly steps: readonly (readonly PythonJson[])[] }).steps;
  let stage: Stage;
  try {
    stage = new Stage(root, namespace, mode);
  } catch (error) {
    return { raises: (error as Error).name };
  }
  const results: unknown[] = [];
  for (const [index, step] of steps.entries()) results.push(await stage.step(step, exact[index] ?? []));
  await stage.close();
  return results;
}

const DAY_SECONDS = 86_400;

async function judgePruning(row: Row, context: JudgeContext): Promise<unknown> {
  const root = context.temporaryDirectory();
  const input = row.in as {
    expires: unknown;
    action: boolean;
    namespace: unknown;
    aged: readonly string[];
    fresh: readonly string[];
    foreign: readonly string[];
  };
  const seconds = Date.now() / 1000;
  for (const file of [...input.aged, ...input.fresh, ...input.foreign]) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    mkdirSync(join(root, file.split('/')[0] ?? '', 'tmp'), { recursive: true });
    writeFileSync(path, '');
    if (input.aged.includes(file)) utimesSync(path, seconds - DAY_SECONDS, seconds - DAY_SECONDS);
  }
  return { found: await pruned(root, input), left: pathsBelow(root).map(({ name }) => name) };
}

async function pruned(
  root: string,
  { expires, action, namespace }: { expires: unknown; action: boolean; namespace: unknown },
): Promise<unknown> {
  const beginnings = typeof namespace === 'string' ? [namespace] : (namespace ?? undefined);
  // What the types of ours do not let through, the reference fails on.
  if (typeof expires !== 'number' || (beginnings !== undefined && !Array.isArray(beginnings)))
    return { raises: 'TypeError' };
  try {
    const namespaces = beginnings as readonly string[] | undefined;
    const now = Date.now() + 1;
    const found = await pruneStores(root, { olderThanSeconds: expires, namespaces, remove: action, now });
    return Object.fromEntries(
      [...found].map(([name, files]) => [
        name,
        files
          .map(({ path, removed }) => [relative(root, path), removed] as const)
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ]),
    );
  } catch (error) {
    return { raises: (error as Error).name };
  }
}

/** The store of a loaded service, and what it leaves on disk. */
async function judgeService(row: Row, context: JudgeContext): Promise<unknown> {
  const root = context.temporaryDirectory();
  const { storage_path: place, storage_mode: modeText, url } = row.in as Readonly<Record<string, string | null>>;
  const mode = parseStoreMode(modeText || 'auto');
  if (mode === undefined) return { raises: 'TypeError' };
  const namespace = identify(loadService(url ?? '', { catalog: createCatalog(definitions) }));
  if (namespace === undefined) throw new Skip('a service without a store');
  const store = new PersistentStore(namespace, { path: place?.replaceAll('{DIR}', root), mode });
  await store.set('k', 1);
  await store.flush();
  const told = { store_mode: store.mode, store_path: store.path ?? null, asset_mode: mode, tree: treeOf(root) };
  return replaceDeep(told, root, '{DIR}');
}

export async function judge(row: Row, context: JudgeContext): Promise<unknown> {
  const umask = process.umask(0o022);
  try {
    switch (row.kind) {
      case 'entry':
        return judgeEntry(row, context);
      case 'read_entry':
        return judgeReading(row, context);
      case 'operations':
        return await judgeOperations(row, context);
      case 'prune':
        return await judgePruning(row, context);
      case 'of_service':
        return await judgeService(row, context);
      default:
        throw new Skip(`no judge for ${row.kind}`);
    }
  } finally {
    process.umask(umask);
  }
}

/** Ours return nothing where the reference says whether a write was due. */
const SILENT = new Set(['clear', 'prune']);

export function prepare(row: Row): Row {
  if (row.kind !== 'operations' || !Array.isArray(row.out)) return row;
  const steps = row.in['steps'] as readonly Step[];
  const out = row.out.map((result: unknown, index) =>
    SILENT.has(steps[index]?.[0] ?? '') && !isObject(result) ? null : result,
  );
  return { ...row, out };
}
