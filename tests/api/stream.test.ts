import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LogLine, ProgressResult, TargetProgress } from '../../src/service/progress.ts';
import { eventually, startServer, startTarget, type CallOptions, type Target, type TestServer } from './support.ts';

/** An answer of a service that would like to be an event itself. */
const HOSTILE = 'no\n\nevent: result\ndata: {"status":"SUCCESS"}\r\n\r\n: \u2028\0';
const PLUGINS = {
  'hostile.mjs': `export const scheme = 'hostile';
    export const notify = (message, settings, context) => context.fail(${JSON.stringify(HOSTILE)});`,
  'sleepy.mjs': `export const scheme = 'sleepy';
    export const notify = () => new Promise((resolve) => setTimeout(resolve, 6000));`,
};

let target: Target;
let server: TestServer;
let plugins: string;
const others: TestServer[] = [];
const url = (path: string): string => `json://${target.address}/${path}`;

beforeAll(async () => {
  plugins = mkdtempSync(join(tmpdir(), 'apprise-test-'));
  for (const [name, source] of Object.entries(PLUGINS)) writeFileSync(join(plugins, name), source);
  target = await startTarget();
  server = await startServer({ APPRISE_PLUGIN_PATHS: plugins });
  await store(server);
});

beforeEach(() => {
  target.received.length = 0;
});

afterAll(async () => {
  target.close();
  await Promise.all([server, ...others].map((one) => one.close()));
  rmSync(plugins, { recursive: true });
});

async function store(on: TestServer): Promise<void> {
  const lines = [
    `pair,first=${url('one')}`,
    `pair,second=${url('status/500')}`,
    `1:stairs=${url('upstairs')}`,
    `2:stairs=${url('downstairs')}`,
    `lenient=${url('status/404?optional=yes')}`,
  ];
  await on.call('/add/stored', { json: { config: lines.join('\n'), format: 'text' } });
}

async function startOther(environment: Readonly<Record<string, string>>): Promise<TestServer> {
  const other = await startServer({ APPRISE_PLUGIN_PATHS: plugins, ...environment });
  others.push(other);
  return other;
}

interface Event {
  readonly event: string;
  readonly data: unknown;
}

/** The events of a stream, as a browser takes it apart. */
const parse = (text: string): Event[] =>
  text
    .split(/(?:\r\n|\r|\n){2}/)
    .map((block) => block.split(/\r\n|\r|\n/).filter((line) => !line.startsWith(':')))
    .filter((lines) => lines.some((line) => line !== ''))
    .map((lines) => {
      const [event = '', data = '', ...rest] = lines;
      expect([event.slice(0, 7), data.slice(0, 6), rest]).toEqual(['event: ', 'data: ', []]);
      return { event: event.slice(7), data: JSON.parse(data.slice(6)) as unknown };
    });

interface Course {
  readonly log: readonly LogLine[];
  readonly targets: readonly TargetProgress[];
  readonly result: ProgressResult;
}

/** What a stream tells; it ends with its one result. */
function courseOf(text: string): Course {
  const events = parse(text);
  const of = (name: string): unknown[] => events.filter(({ event }) => event === name).map(({ data }) => data);
  expect([of('result').length, events.at(-1)?.event]).toEqual([1, 'result']);
  return {
    log: of('log') as LogLine[],
    targets: of('target') as TargetProgress[],
    result: of('result')[0] as ProgressResult,
  };
}

/** What lines of a log say, whenever it was and in whatever order. */
const said = (log: readonly LogLine[]): string[] => log.map(([level, , message]) => `${level} ${message}`).toSorted();

/** The states that one target comes into. */
const statesOf = ({ targets }: Course, index = 0): string[] =>
  targets.filter((one) => one.index === index).map(({ state, attempt }) => `${state} ${attempt}`);

const EVENTS = { Accept: 'text/event-stream' };

async function follow(path: string, options: CallOptions, on = server): Promise<Course> {
  const answer = await on.call(path, { ...options, headers: { ...EVENTS, ...options.headers } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  return courseOf(answer.text);
}

const followStored = (tag: string, on = server) => follow('/notify/stored', { json: { body: 'b', tag } }, on);
const followUrls = (urls: string | readonly string[], on = server) =>
  follow('/notify', { json: { urls, body: 'b' } }, on);

describe('a notification that is followed', () => {
  it('tells what becomes of each target, and what came of it', async () => {
    const course = await followStored('pair');
    expect(statesOf(course, 0)).toEqual(['waiting 0', 'sending 1', 'delivered 1']);
    expect(statesOf(course, 1)).toEqual(['waiting 0', 'sending 1', 'failed 1']);
    const shared = { service: 'JSON', optional: false, elapsedMs: expect.any(Number) as number };
    expect(course.targets.findLast(({ index }) => index === 0)).toEqual({
      ...shared,
      index: 0,
      url: expect.stringContaining(`${url('one')}?`) as string,
      tags: ['first', 'pair'],
      state: 'delivered',
      attempt: 1,
    });
    expect(course.targets.findLast(({ index }) => index === 1)).toMatchObject({
      ...shared,
      tags: ['pair', 'second'],
      code: 'service-failed',
      reason: 'Internal server error., error=500.',
      status: 500,
    });
    expect(course.result).toEqual({
      status: 'PARTIAL',
      targets: 2,
      delivered: 1,
      failed: 1,
      skipped: 0,
      unfinished: 0,
      omittedLogLines: 0,
      elapsedMs: expect.any(Number) as number,
    });
  });

  it('tells the log that others get as their answer', async () => {
    const json = { body: 'b', tag: 'pair' };
    const { log } = await follow('/notify/stored', { json });
    const { details } = (await server.call('/notify/stored', { json })).json as { details: LogLine[] };
    expect(said(log)).toEqual(said(details));
    expect(log.every(([, time]) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}$/.test(time))).toBe(true);
    const quiet = await follow('/notify/stored', { json, headers: { 'X-Apprise-Log-Level': 'ERROR' } });
    expect(quiet.log).toEqual([]);
  });

  it('is answered at once, without being kept anywhere on its way', async () => {
    const response = await fetch(`${server.url}/notify?stream=yes`, {
      method: 'POST',
      headers: { 'Accept-Encoding': 'gzip' },
      body: new URLSearchParams({ urls: url('slow/400'), body: 'b' }),
    });
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('content-encoding')).toBeNull();
    const chunks: string[] = [];
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) chunks.push(chunk);
    const arrivalOf = (state: string): number => chunks.findIndex((chunk) => chunk.includes(`"${state}"`));
    expect(arrivalOf('sending')).toBeGreaterThanOrEqual(0);
    expect(arrivalOf('delivered')).toBeGreaterThan(arrivalOf('sending'));
    expect(courseOf(chunks.join('')).result.status).toBe('SUCCESS');
  });

  it('tells of further attempts', async () => {
    const course = await followUrls(url('status/503?retry=1&wait=0.1'));
    expect(statesOf(course)).toEqual(['waiting 0', 'sending 1', 'retry 1', 'sending 2', 'failed 2']);
    expect(course.targets[2]).toMatchObject({ maxAttempts: 2, delayMs: 100, status: 503 });
    expect(course.result).toMatchObject({ status: 'FAILURE', delivered: 0, failed: 1 });
  });

  it('tells what was not needed, and does not mind what is optional', async () => {
    const stairs = await followStored('stairs');
    expect([statesOf(stairs, 0).at(-1), statesOf(stairs, 1)]).toEqual(['delivered 1', ['waiting 0', 'skipped 0']]);
    expect(stairs.result).toMatchObject({ status: 'SUCCESS', targets: 2, delivered: 1, skipped: 1 });
    const lenient = await followStored('lenient');
    expect(lenient.targets.at(-1)).toMatchObject({ state: 'failed', optional: true });
    expect(lenient.result).toMatchObject({ status: 'SUCCESS', delivered: 0, failed: 1 });
  });

  it('may be for nobody', async () => {
    const nobody = { status: 'NOMATCH', targets: 0 };
    expect((await followStored('unknown')).result).toMatchObject(nobody);
    const json = { urls: url('one'), body: 'b', tag: 'unknown' };
    expect((await follow('/notify', { json })).result).toMatchObject(nobody);
    expect(target.received).toEqual([]);
  });

  it('shows no secret', async () => {
    const course = await followUrls(`json://user:tell-nobody@${target.address}/status/401?+X-Token=tell-nobody`);
    expect(course.result.status).toBe('FAILURE');
    expect(JSON.stringify(course)).not.toContain('tell-nobody');
    expect(course.targets[0]?.url).toContain('user:****@');
  });

  it('cannot be forged by what a service answers', async () => {
    const course = await followUrls('hostile://localhost');
    expect(course.result.status).toBe('FAILURE');
    expect(course.targets.at(-1)).toMatchObject({ state: 'failed', reason: HOSTILE });
    expect(course.log.at(-1)?.[2]).toContain(HOSTILE);
  });

  it('goes to the webhook as any other', async () => {
    const other = await startOther({ APPRISE_WEBHOOK_URL: `http://${target.address}/hook` });
    await followUrls(url('one'), other);
    expect(await eventually(() => target.received.some(({ path }) => path === '/hook'))).toBe(true);
  });
});

describe('a time limit', () => {
  it('ends a notification', async () => {
    const limited = await startOther({ APPRISE_WORKER_TIMEOUT: '1' });
    const [late, endless] = await Promise.all([
      followUrls([url('one'), url('slow/9000?rto=9')], limited),
      followUrls([url('one'), 'sleepy://localhost'], limited),
    ]);
    expect(late.targets.at(-1)).toMatchObject({ state: 'failed', code: 'timed-out' });
    expect(late.result).toMatchObject({ status: 'TIMEOUT', delivered: 1, failed: 1, unfinished: 0 });
    expect(statesOf(endless, 1)).toEqual(['waiting 0', 'sending 1']);
    expect(endless.result).toMatchObject({ status: 'TIMEOUT', delivered: 1, failed: 0, unfinished: 1 });
    expect(endless.result.elapsedMs).toBeLessThan(5000);
  });
});

/** Asks for a stream and takes no more of it than its head. */
async function open(json: unknown): Promise<IncomingMessage> {
  const headers = { ...EVENTS, 'Content-Type': 'application/json' };
  const call = request(`${server.url}/notify`, { method: 'POST', headers, agent: false });
  call.end(JSON.stringify(json));
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  return response;
}

/** The value that a metric has now. */
async function measure(name: string): Promise<number> {
  const { text } = await server.call('/metrics');
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

async function until(name: string, value: number): Promise<void> {
  while ((await measure(name)) !== value) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('a caller', () => {
  it('who goes away stops nothing', async () => {
    const response = await open({ urls: url('status/500?retry=2&wait=0.2'), body: 'b' });
    await eventually(() => target.received.length === 1);
    response.destroy();
    expect(await eventually(() => target.received.length === 3)).toBe(true);
    await until('apprise_notifications_in_flight', 0);
    // What is left is the request for this number.
    await until('apprise_requests_in_flight', 1);
  });

  it('who reads slowly misses steps between, but neither the last state of a target nor the result', async () => {
    const [services, attempts] = [20, 11];
    const path = 'x'.repeat(30_000);
    const urls = Array.from({ length: services }, () => `json://127.0.0.1:1/${path}?retry=${attempts - 1}&wait=0`);
    const response = await open({ urls, body: 'b' });
    await until('apprise_notifications_in_flight', 0);
    const course = courseOf(Buffer.concat(await response.toArray()).toString());
    expect(course.result).toMatchObject({ status: 'FAILURE', targets: services, failed: services });
    for (let index = 0; index < services; index++) expect(statesOf(course, index).at(-1)).toBe(`failed ${attempts}`);
    expect(course.targets.length).toBeLessThan((services * (2 * attempts + 1)) / 2);
    expect(course.result.omittedLogLines).toBeGreaterThan(0);
    // One line says how many are notified; each attempt fails in one, and all but the first are announced in another.
    expect(course.log.length + course.result.omittedLogLines).toBe(1 + services * (2 * attempts - 1));
  });
});

describe('what is refused before anything is sent is no stream', () => {
  const asJson = { ...EVENTS, 'Content-Type': 'application/json' };
  it.each([
    ['no message', '/notify/stored', { json: { title: 't' } }, 400],
    ['broken JSON', '/notify/stored', { body: '{', headers: asJson }, 400],
    ['impossible tags', '/notify/stored', { json: { body: 'b', tag: '!' } }, 400],
    [
      'too many servers on the way',
      '/notify',
      { json: { body: 'b' }, headers: { 'X-Apprise-Recursion-Count': '9' } },
      406,
    ],
    ['an unknown key', '/notify/unknown', { json: { body: 'b' } }, 204],
    ['no valid URL', '/notify', { json: { urls: 'none://', body: 'b' } }, 204],
    ['another method', '/notify/stored', { method: 'GET' }, 405],
  ])('%s', async (_, path, options: CallOptions, status) => {
    const answer = await server.call(path, { ...options, headers: { ...EVENTS, ...options.headers } });
    expect([answer.status, answer.text.includes('event:')]).toEqual([status, false]);
  });

  it('and is told in the form that the caller wants', async () => {
    const { json } = await server.call('/notify/stored?stream=yes', { json: { title: 't' } });
    expect(json).toEqual({ error: 'Payload lacks minimum requirements' });
  });
});

describe('a server', () => {
  it('that is locked or has no pages lets notifications be followed', async () => {
    const locked = await startOther({
      APPRISE_API_ONLY: 'yes',
      APPRISE_CONFIG_LOCK: 'yes',
      APPRISE_STATEFUL_MODE: 'simple',
    });
    mkdirSync(locked.directories.config, { recursive: true });
    writeFileSync(join(locked.directories.config, 'stored.cfg'), `pair=${url('one')}`);
    expect((await followStored('pair', locked)).result.status).toBe('SUCCESS');
  });

  it('that keeps no configurations has none to follow', async () => {
    const stateless = await startOther({ APPRISE_STATEFUL_MODE: 'disabled' });
    const answer = await stateless.call('/notify/stored', { json: { body: 'b' }, headers: EVENTS });
    expect(answer.status).toBe(204);
    expect((await followUrls(url('one'), stateless)).result.status).toBe('SUCCESS');
  });
});
