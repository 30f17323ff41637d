import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Player, type Document } from './openapi-player.ts';
import { startServer, startTarget, type Target, type TestServer } from './support.ts';

let server: TestServer;
let target: Target;
let player: Player;
const servers: TestServer[] = [];

async function start(environment: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const started = await startServer({ APPRISE_ADMIN: 'yes', ...environment });
  servers.push(started);
  return started;
}

beforeAll(async () => {
  [server, target] = await Promise.all([start(), startTarget()]);
  player = new Player((await server.call('/openapi.json')).json as Document, target.address);
});

afterAll(async () => {
  target.close();
  await Promise.all(servers.map((one) => one.close()));
});

const asJson = (example: Record<string, unknown>) => player.encode('application/json', example);

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(player.document))).toEqual({ valid: true });
  });

  it('has examples that are as it says', () => {
    expect(player.checkExamples()).toEqual([]);
  });

  it('may be kept for a while, and names the base path', async () => {
    const prefixed = await start({ APPRISE_BASE_URL: '/below/here' });
    const { headers, json } = await prefixed.call('/below/here/openapi.json');
    expect(headers.get('cache-control')).toBe('public, max-age=3600');
    expect((json as Document).servers).toEqual([{ url: '/below/here' }]);
    expect(player.document.servers).toEqual([{ url: '/' }]);
  });
});

describe('what is described is what happens', () => {
  it('where nothing is stored yet', async () => {
    expect(await player.play(server)).toEqual([]);
  });

  it.each([{ urls: 'json://localhost:9000' }, { config: 'tagged = json://localhost:9000', format: 'text' }])(
    'where %j is stored',
    async (stored) => {
      const { body } = asJson(stored);
      await server.call('/add/home', { headers: { 'Content-Type': 'application/json' }, body });
      expect(await player.play(server, ['/add/{key}', '/del/{key}'])).toEqual([]);
    },
  );

  it.each([
    ['is locked', { APPRISE_CONFIG_LOCK: 'yes' }],
    ['is for programs only', { APPRISE_API_ONLY: 'yes' }],
    ['lists its keys', { APPRISE_STATEFUL_MODE: 'simple' }],
    ['stores nothing', { APPRISE_STATEFUL_MODE: 'disabled' }],
  ])('where the server %s', async (_, environment) => {
    expect(await player.play(await start(environment))).toEqual([]);
  });

  it('where files are damaged', async () => {
    const damaged = await start();
    const { config, root } = damaged.directories;
    await damaged.call('/add/home', { json: { urls: 'json://localhost' } });
    for (const file of globSync('**/*.text', { cwd: config })) writeFileSync(join(config, file), 'something else');
    expect(await player.play(damaged, ['/add/{key}', '/del/{key}'])).toEqual([]);

    const stubborn = await start({ APPRISE_STATEFUL_MODE: 'simple' });
    mkdirSync(join(stubborn.directories.config, 'home.cfg'), { recursive: true });
    expect(await player.ask(stubborn, { path: '/del/{key}', method: 'post' })).toEqual([]);

    writeFileSync(join(root, 'file'), '');
    const unhealthy = await start({ APPRISE_CONFIG_DIR: join(root, 'file') });
    expect(await player.ask(unhealthy, { path: '/status', method: 'get' })).toEqual([]);
  });

  it('where requests are refused', async () => {
    const small = await start({ APPRISE_UPLOAD_MAX_MEMORY_SIZE: '1' });
    await small.call('/add/home', { json: { urls: 'json://localhost' } });
    const large = asJson({ body: 'x'.repeat(1024 * 1024) });
    const recursive = { ...asJson({ body: 'b' }), headers: { 'X-Apprise-Recursion-Count': '9' } };
    const post = async (path: string, request: object) =>
      expect(await player.ask(small, { path, method: 'post', ...request })).toEqual([]);
    for (const path of ['/add/{key}', '/notify', '/notify/{key}']) {
      await post(path, { type: 'application/json', body: '{' });
      await post(path, large);
    }
    for (const path of ['/notify', '/notify/{key}']) await post(path, recursive);
    await post('/notify', asJson({ urls: 'unknown://', body: 'b' }));
    await post('/notify', asJson({ urls: 'json://localhost:9000/status/500', body: 'b' }));
  });

  it('and nothing is described that does not happen', () => {
    const described = player.operations.map(({ operation }) => [
      operation.operationId,
      Object.keys(operation.responses),
    ]);
    const seen = Array.from(player.seen, ([id, statuses]) => [id, [...statuses].toSorted()]);
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(described));
  });
});

describe('the page', () => {
  it('shows every operation, and runs no script but its own', async () => {
    const { text, headers } = await server.call('/docs', { headers: { Accept: 'text/html' } });
    for (const { operation } of player.operations) expect(text).toContain(`id="${operation.operationId}"`);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(text.match(/<script[^>]*>/g)).toEqual([
      expect.stringMatching(/^<script type="module" src="\/s\/docs-[\w-]+\.js">$/),
    ]);
    expect(text).not.toMatch(/\son\w+=|\sstyle=|https?:\/\//);
  });

  it('is not shown by a server for programs only, which still has the document', async () => {
    const headless = await start({ APPRISE_API_ONLY: 'yes' });
    expect((await headless.call('/docs')).status).toBe(421);
    const answer = await headless.call('/docs', { headers: { Accept: 'application/json' } });
    expect([answer.status, answer.json]).toEqual([421, { error: 'Page not found' }]);
    expect((await headless.call('/openapi.json')).status).toBe(200);
  });
});
