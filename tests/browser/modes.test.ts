import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startServer, startTarget, type Target, type TestServer } from '../api/support.ts';
import { needs } from '../servers/needs.ts';
import { Chromium, startBrowser, type TestBrowser } from '../support/browser.ts';

vi.setConfig({ testTimeout: 60_000 });

const MAX_FIRST_LOAD_BYTES = 120_000;

let browser: TestBrowser;
let target: Target;
const servers: TestServer[] = [];

beforeAll(async () => {
  [browser, target] = await Promise.all([startBrowser(), startTarget()]);
});

afterAll(async () => {
  target.close();
  await Promise.all([browser.close(), ...servers.map((server) => server.close())]);
});

async function start(environment = {}): Promise<TestServer> {
  const server = await startServer(environment);
  servers.push(server);
  return server;
}

/** The addresses of all that a page asks for from now on. */
function watchRequests(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  return asked;
}

describe('servers of all kinds (in chromium)', needs(Chromium), () => {
  test('everything works below a base path, and asks nobody else', async () => {
    const server = await start({
      APPRISE_BASE_URL: '/below/here',
      APPRISE_ADMIN: 'yes',
      APPRISE_STATEFUL_MODE: 'simple',
    });
    const base = `${server.url}/below/here`;
    const elsewhere = await startTarget();
    const { page, problems } = await browser.open();
    const asked = watchRequests(page);
    await page.goto(`${base}/`);
    await page.getByText('Everything works.').waitFor();
    await page.getByLabel('Key').fill('below');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('tab', { name: 'Configuration' }).click();
    await page.getByRole('textbox', { name: 'Content of the configuration' }).click();
    await page.keyboard.type(`home=json://${target.address}/below`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByRole('status').getByText('Delivered to every target.').waitFor();
    await page.getByRole('tab', { name: 'Notifications' }).click();
    await page.getByLabel('Message').fill(`<b>Hello</b> <img src="http://${elsewhere.address}/x.png">`);
    await page.getByLabel('Written in').selectOption('html');
    await page.frameLocator('iframe').locator('b').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('status').getByText('Delivered to every target.').waitFor();
    expect(target.received.at(-1)?.path).toBe('/below');
    await page.getByRole('link', { name: 'All configurations' }).click();
    await page.getByRole('link', { name: 'below', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Services' }).click();
    await page.getByLabel('Search').fill('ntfy');
    await page.locator('summary', { hasText: 'ntfy' }).click();
    await page.getByRole('link', { name: 'Build a URL' }).click();
    await page.getByRole('heading', { name: 'ntfy' }).waitFor();
    await page.getByRole('link', { name: 'API', exact: true }).click();
    await page.getByRole('heading', { name: 'API', exact: true }).waitFor();
    // The frame of the preview says what it does not fetch, and may seem to ask for it.
    const isElsewhere = (text: string): boolean => text.includes(elsewhere.address);
    const isOwn = (url: string): boolean => url.startsWith(base) || /^(?:data|blob|about):/.test(url);
    expect(asked.filter((url) => !isOwn(url) && !isElsewhere(url))).toEqual([]);
    expect(problems.filter((problem) => !isElsewhere(problem))).toEqual([]);
    expect(elsewhere.received).toEqual([]);
    elsewhere.close();
  });

  test('a server that keeps nothing says so and sends to URLs', async () => {
    const server = await start({ APPRISE_STATEFUL_MODE: 'disabled' });
    const { page, problems, shoot, faults } = await browser.open({ viewport: { width: 360, height: 740 } });
    await page.goto(server.url);
    await page.getByText('This server keeps no configurations').waitFor();
    expect(await page.getByLabel('Key').count()).toBe(0);
    await page.getByText(`${server.url}/notify`, { exact: false }).waitFor();
    await page.goto(`${server.url}/cfg/any?theme=dark`);
    await page.getByText('APPRISE_STATEFUL_MODE is disabled').waitFor();
    expect(await page.getByRole('tab').allTextContents()).not.toContain('Review');
    await page.getByRole('tab', { name: 'Notifications' }).click();
    await page.getByLabel('Message').fill('Hello');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('there is no service to send to').waitFor();
    await page
      .getByLabel('Service URLs')
      .fill(`json://${target.address}/stateless, json://${target.address}/status/500`);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Delivered to some targets, not to all.').waitFor();
    expect(await page.locator('.target.delivered').count()).toBe(1);
    await shoot('30-stateless');
    expect(await faults()).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('services of plugins are no mistakes of a configuration', async () => {
    const plugins = mkdtempSync(join(tmpdir(), 'apprise-test-'));
    writeFileSync(join(plugins, 'bell.mjs'), `export const scheme = 'bell'; export const notify = () => true;`);
    const server = await start({ APPRISE_PLUGIN_PATHS: plugins });
    await server.call('/add/bell', { json: { config: 'door=bell://hall\nbad://one', format: 'text' } });
    const { page, problems } = await browser.open();
    await page.goto(`${server.url}/cfg/bell#editor`);
    await page.getByText('1 problem', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Line 2' }).waitFor();
    await page.getByText('Services of plugins').waitFor();
    expect(problems).toEqual([]);
    rmSync(plugins, { recursive: true });
  });

  test('pages that are switched off say so', async () => {
    const server = await start({ APPRISE_API_ONLY: 'yes' });
    const { page } = await browser.open();
    expect((await page.goto(server.url))?.status()).toBe(421);
    expect(await page.getByRole('heading').textContent()).not.toBe('');
  });

  test.each(['/', '/cfg/first', '/cfg/first#notifications', '/docs'])('the first load of %s is small', async (path) => {
    const server = await start();
    const { page } = await browser.open();
    let bytes = 0;
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(`${server.url}${path}`);
    await page.waitForLoadState('networkidle');
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThan(MAX_FIRST_LOAD_BYTES);
  });

  test('a browser that keeps nothing for pages shows them all the same', async () => {
    const server = await start();
    const { page, problems } = await browser.open();
    await page.addInitScript(`for (const kind of ['localStorage', 'sessionStorage'])
    Object.defineProperty(globalThis, kind, { get() { throw new DOMException('denied', 'SecurityError'); } });`);
    await page.goto(`${server.url}/cfg/forgetful#editor`);
    await page.getByText('Nothing here yet.').waitFor();
    await page.getByRole('textbox', { name: 'Content of the configuration' }).fill('json://localhost');
    await page.getByText('1 service, no problems').waitFor();
    expect(problems).toEqual([]);
  });
});
