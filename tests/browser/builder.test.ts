import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { UrlError } from '../../src/service/errors.ts';
import { createCatalog, loadService, type Service } from '../../src/service/load.ts';
import { formatUrl } from '../../src/service/write.ts';
import { definitions } from '../../src/services/index.ts';
import { startServer, startTarget, type Target, type TestServer } from '../api/support.ts';
import { needs } from '../servers/needs.ts';
import { Chromium, startBrowser, type TestBrowser, type WatchedPage } from '../support/browser.ts';
import { vectorsOf } from '../support/vectors.ts';

vi.setConfig({ testTimeout: 60_000 });

let browser: TestBrowser;
let server: TestServer;
let choosy: TestServer;
let target: Target;

beforeAll(async () => {
  [browser, server, choosy, target] = await Promise.all([
    startBrowser(),
    startServer(),
    startServer({ APPRISE_DENY_SERVICES: 'discord', APPRISE_CONFIG_LOCK: 'yes' }),
    startTarget(),
  ]);
});

afterAll(async () => {
  target.close();
  await Promise.all([browser.close(), server.close(), choosy.close()]);
});

/** Opens the builder at a service, or where one is chosen. */
async function openBuilder(scheme?: string, options = {}): Promise<WatchedPage> {
  const watched = await browser.open(options);
  const { page } = watched;
  await page.goto(`${server.url}/cfg/builder#editor${scheme === undefined ? '' : `?build=${scheme}`}`);
  if (scheme === undefined) await page.getByRole('button', { name: 'Add a service' }).click();
  await page.getByRole('heading', { name: 'Build a service URL' }).waitFor();
  return watched;
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const shownUrl = (page: Page) => page.getByRole('region', { name: 'The URL' }).locator('code').textContent();
const showSecrets = (page: Page) => page.getByLabel('Secrets hidden').uncheck();
const insert = (page: Page) => page.getByRole('button', { name: 'Add to the configuration' }).click();

async function paste(page: Page, url: string): Promise<void> {
  await page.getByLabel('Or paste a URL you have').fill(url);
  await page.getByRole('button', { name: 'Read it' }).click();
}

/** What a URL is read as, or why it is not. */
function read(load: (url: string) => Service, url: string): readonly string[] {
  try {
    const service = load(url);
    return [formatUrl(service), formatUrl(service, { masked: true })];
  } catch (error) {
    if (error instanceof UrlError) return [error.message];
    throw error;
  }
}

/** A program of the browser that does the same with the scripts of the pages. */
const readInBrowser = `(async (scripts, urls) => {
  const modules = await Promise.all(scripts.map((name) => import('/s/' + name)));
  const { load, formatUrl } = modules.find((module) => 'load' in module);
  return urls.map((url) => {
    try {
      const service = load(url);
      return [formatUrl(service), formatUrl(service, { masked: true })];
    } catch (error) {
      return [error.message];
    }
  });
})`;

describe('the builder of URLs (in chromium)', needs(Chromium), () => {
  describe('the form', () => {
    test('grows a URL, hides its secrets, and adds it to the configuration', async () => {
      const { page, problems } = await openBuilder('jsons');
      await page.getByLabel('Hostname').fill('home.example');
      await page.getByLabel('Username').fill('ann');
      await field(page, 'Password').fill('s3cret pass');
      await page.getByText('More options').click();
      await page.getByLabel('HTTP Header').fill('X-Door = front\nX-Light=on');
      await page.getByText('Options of every service').click();
      await page.getByLabel('Verify SSL').selectOption('no');
      expect(await shownUrl(page)).toMatch(/^jsons:\/\/ann:\*\*\*\*@home\.example/);
      await showSecrets(page);
      const url = 'jsons://ann:s3cret%20pass@home.example?%2BX-Door=front&%2BX-Light=on&verify=no';
      expect(await shownUrl(page)).toBe(url);
      await field(page, 'Tags').fill('home, family');
      await insert(page);
      await page.getByText('1 service, no problems').waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved.', { exact: true }).waitFor();
      expect((await server.call('/json/urls/builder')).json).toMatchObject({
        urls: [{ url: expect.stringContaining('ann:s3cret%20pass@home.example'), tags: ['family', 'home'] }],
      });
      expect(problems).toEqual([]);
    });

    test('says what is needed, and goes there', async () => {
      const { page, problems } = await openBuilder('discord');
      await page.getByText('Still needed: Webhook ID, Webhook Token.').waitFor();
      const token = page.getByLabel('Webhook Token (needed)');
      expect(await token.getAttribute('aria-invalid')).toBe('false');
      await page.getByLabel('Webhook ID (needed)').fill('1234');
      await insert(page);
      expect(await token.getAttribute('aria-invalid')).toBe('true');
      expect(await page.evaluate('document.activeElement.id')).toBe('field-webhook_token');
      expect(await token.getAttribute('aria-describedby')).toBe('field-webhook_token-problem');
      expect(await page.locator('#field-webhook_token-problem').textContent()).toBe('Webhook Token: missing.');
      await token.fill('t0ken');
      await showSecrets(page);
      expect(await shownUrl(page)).toBe('discord://1234/t0ken');
      expect(problems).toEqual([]);
    });

    test('lets go what a service can do without, once that is said', async () => {
      const { page, problems } = await openBuilder('mqtt');
      await page.getByLabel('Hostname').fill('broker.example');
      await page.getByLabel('Targets').fill('doors');
      await insert(page);
      await page.getByText('User Name: missing.').waitFor();
      await page.getByRole('button', { name: 'Add it anyway' }).click();
      await page.getByText('mqtt://@broker.example/doors').waitFor();
      expect(problems).toEqual([]);
    });

    test('says at the field what the service refuses, even where it is folded away', async () => {
      const { page, problems } = await openBuilder('schan');
      await page.getByLabel('Token').first().fill('t0ken');
      await page.getByText('Options of every service').click();
      const zone = field(page, 'Timezone');
      await zone.fill('Nowhere/Land');
      await field(page, 'Service Retry').fill('11');
      await page.getByText('Options of every service').click();
      await insert(page);
      await page.getByText('Timezone: no valid value.').waitFor();
      expect(await zone.getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator('#field-retry-problem').textContent()).toBe(
        'Service Retry: no valid value (from 0 to 10).',
      );
      expect(problems).toEqual([]);
    });

    test('tells at the URL what no field is to blame for', async () => {
      const { page } = await openBuilder('json');
      await page.getByLabel('Hostname').fill('not a host');
      await page.getByText('The URL cannot be read').waitFor();
      expect(await page.getByRole('button', { name: 'Send a test' }).isDisabled()).toBe(true);
    });

    test('knows the ways of a service and keeps what they share', async () => {
      const { page, problems } = await openBuilder('matrix');
      await showSecrets(page);
      await page
        .getByLabel('Form of the URL')
        .selectOption({ label: 'matrix://{user}:{password}@{host}[:{port}]/{targets}' });
      for (const [label, value] of Object.entries({
        Hostname: 'chat.example',
        Username: 'ann',
        Targets: '#ops\n#home',
      }))
        await page.getByLabel(label).fill(value);
      await page.getByLabel('Password (needed)').fill('s3cret');
      expect(await shownUrl(page)).toBe('matrix://ann:s3cret@chat.example/%23ops/%23home');
      await page.getByLabel('Connection').selectOption('matrixs');
      expect(await shownUrl(page)).toMatch(/^matrixs:\/\/ann/);
      expect(problems).toEqual([]);
    });

    test('a secret is shown only when asked for', async () => {
      const { page } = await openBuilder('discord');
      const token = page.getByLabel('Webhook Token (needed)');
      expect(await token.getAttribute('type')).toBe('password');
      await page.getByRole('button', { name: 'Show Webhook Token' }).click();
      expect(await token.getAttribute('type')).toBe('text');
    });

    test('a test says whether it was delivered, or why not', async () => {
      const { page, problems } = await openBuilder();
      await paste(page, `json://${target.address}/ok`);
      await page.getByRole('button', { name: 'Send a test' }).click();
      await page.getByText('Delivered.', { exact: true }).waitFor();
      expect(JSON.parse(target.received.at(-1)!.body)).toMatchObject({ title: 'Test' });
      await page.getByLabel('Path').fill('/status/503');
      await page.getByRole('button', { name: 'Send a test' }).click();
      await page.getByText('503').last().waitFor();
      expect(problems).toEqual([]);
    });
  });

  describe('choosing', () => {
    test('goes by words, category and keyboard', async () => {
      const { page, problems } = await openBuilder();
      await page.getByLabel('Category').selectOption('sms');
      expect(await page.getByRole('button', { name: /SMS ·/ }).count()).toBe(
        definitions.filter(({ category }) => category === 'sms').length,
      );
      await page.getByLabel('Category').selectOption('');
      await page.getByLabel('Search').fill('ntf');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('ntfy');
      await page.getByRole('button', { name: 'Another service' }).click();
      await page.getByLabel('Search').fill('tgram://');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Telegram' }).waitFor();
      expect(problems).toEqual([]);
    });

    test('an address of the vendor becomes a form; what is none says so', async () => {
      const { page, problems } = await openBuilder();
      await paste(page, 'https://example.com/nothing');
      await page.getByText('No service answers to this URL.').waitFor();
      await paste(page, 'discord://only-one');
      await page.getByRole('alert').getByText('Discord: webhook_token: missing.').waitFor();
      await paste(page, 'https://discord.com/api/webhooks/123456789/abcdefghijkl?tts=yes');
      expect(await page.getByLabel('Webhook ID (needed)').inputValue()).toBe('123456789');
      expect(await page.getByLabel('Text To Speech').inputValue()).toBe('yes');
      await showSecrets(page);
      expect(await shownUrl(page)).toBe('discord://123456789/abcdefghijkl?tts=yes');
      expect(problems).toEqual([]);
    });
  });

  describe('the catalogue', () => {
    test('lists every service and tells all of one', async () => {
      const { page, problems, faults } = await browser.open();
      await page.goto(`${server.url}/details`);
      await page.getByText(`${definitions.length} services`).waitFor();
      expect(await page.getByRole('table').count()).toBe(0);
      await page.getByLabel('Search').fill('discord');
      await page.locator('summary', { hasText: 'Discord' }).click();
      await page.getByRole('row', { name: 'Webhook Token webhook_token address yes secret text' }).waitFor();
      expect(await page.getByRole('link', { name: 'Web site' }).getAttribute('rel')).toBe('noreferrer');
      expect(await faults()).toEqual([]);
      await page.getByRole('link', { name: 'Build a URL' }).click();
      await page.getByLabel('Webhook ID (needed)').waitFor();
      expect(problems).toEqual([]);
    });

    test('marks what the server does not take', async () => {
      const { page } = await browser.open();
      await page.goto(`${choosy.url}/details`);
      await page.locator('summary', { hasText: 'Discord' }).getByText('Not available on this server').waitFor();
      await page.locator('summary', { hasText: 'Telegram' }).click();
      expect(await page.getByRole('link', { name: 'Build a URL' }).count()).toBe(0);
    });
  });

  test.each(['light', 'dark'])(
    'everything fits a phone and everybody, %s',
    async (theme) => {
      const watched = await browser.open({ viewport: { width: 360, height: 740 } });
      const { page, problems, faults, shoot } = watched;
      const check = async (name: string) => {
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
        expect(await faults()).toEqual([]);
        await shoot(`20-${name}-${theme}`);
      };
      await page.goto(`${server.url}/cfg/phone?theme=${theme}#editor`);
      await page.getByRole('button', { name: 'Add a service' }).click();
      await page.getByText(`${definitions.length} services`).waitFor();
      await check('picker');
      await page.getByLabel('Search').fill('slack');
      await page.keyboard.press('Enter');
      await insert(page);
      await page.getByText('More options').click();
      await page.getByText('Options of every service').click();
      await check('form');
      await page.goto(`${server.url}/details?theme=${theme}`);
      await page.getByLabel('Search').fill('slack');
      await page.locator('summary', { hasText: 'Slack' }).click();
      await check('catalogue');
      expect(problems).toEqual([]);
    },
    60_000,
  );

  test('a browser reads every URL as the server does', async () => {
    const catalog = createCatalog(definitions);
    const urls = definitions.flatMap(({ id }) => vectorsOf(id).map(({ url }) => url));
    const scripts = readdirSync(join(import.meta.dirname, '..', '..', 'dist', 'web')).filter((name) =>
      name.startsWith('catalog-'),
    );
    const { page } = await browser.open();
    await page.goto(server.url);
    const inBrowser: readonly (readonly string[])[] = await page.evaluate(
      `${readInBrowser}(${JSON.stringify(scripts)}, ${JSON.stringify(urls)})`,
    );
    expect(urls.length).toBeGreaterThan(definitions.length);
    expect(Object.fromEntries(urls.map((url, index) => [url, inBrowser[index]]))).toEqual(
      Object.fromEntries(urls.map((url) => [url, read((one) => loadService(one, { catalog }), url)])),
    );
  });
});
