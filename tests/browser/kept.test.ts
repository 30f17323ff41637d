import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startServer, startTarget, type Target, type TestServer } from '../api/support.ts';
import { needs } from '../servers/needs.ts';
import { Chromium, startBrowser, type TestBrowser } from '../support/browser.ts';

vi.setConfig({ testTimeout: 60_000 });

let browser: TestBrowser;
let server: TestServer;
let target: Target;

beforeAll(async () => {
  [browser, server, target] = await Promise.all([startBrowser(), startServer(), startTarget()]);
});

afterAll(async () => {
  target.close();
  await Promise.all([browser.close(), server.close()]);
});

const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();
const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true }).click();
const store = (key: string, config: string) => server.call(`/add/${key}`, { json: { config, format: 'text' } });
const stored = async (key: string) => (await server.call(`/get/${key}`, { method: 'POST' })).text;

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Content of the configuration' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

/** Hands a file to an element as a browser does when it is dropped or pasted. */
const give = (page: Page, event: string, name: string) =>
  page.evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['content of ${name}'], '${name}', { type: 'text/plain' }));
      const init = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
      const event = ${event === 'paste' ? `new ClipboardEvent('paste', init)` : `new DragEvent('${event}', init)`};
      return document.querySelector('form textarea').dispatchEvent(event);
    })()`);

describe('work that is under way (in chromium)', needs(Chromium), () => {
  describe('what is written is kept', () => {
    test('while it is saved over a slow network', async () => {
      const { page, problems } = await browser.open();
      const { promise: held, resolve: proceed } = Promise.withResolvers<void>();
      await page.route('**/add/slow', async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(`${server.url}/cfg/slow#editor`);
      await write(page, `json://${target.address}/one\n`);
      await page.getByRole('button', { name: 'Save' }).click();
      expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
      await write(page, `json://${target.address}/two\n`);
      proceed();
      await page.getByText('Saved.', { exact: true }).waitFor();
      expect(await stored('slow')).not.toContain('two');
      await page.getByText('There are changes that are not saved.').waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('There are changes that are not saved.').waitFor({ state: 'detached' });
      expect(await stored('slow')).toContain('two');
      expect(problems).toEqual([]);
    });

    test('by the other tabs, the other language, and a window that is about to close', async () => {
      await store('tabs', `home=json://${target.address}/ok`);
      const { page, problems } = await browser.open();
      await page.goto(`${server.url}/cfg/tabs#notifications`);
      await page.getByLabel('Message').fill('Half a sentence');
      await tab(page, 'Configuration');
      await page.getByLabel('Hide secrets').check();
      await page.getByLabel('Hide secrets').uncheck();
      await write(page, '\n# a note');
      await page.getByText('There are changes that are not saved.').waitFor();
      await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
      await page.locator('html[lang=de]').waitFor();
      await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en');
      await page.getByText('There are changes that are not saved.').waitFor();
      await page.goBack();
      expect(await page.getByLabel('Message').inputValue()).toBe('Half a sentence');
      const warning = page.waitForEvent('dialog');
      await page.close({ runBeforeUnload: true });
      const dialog = await warning;
      expect(dialog.type()).toBe('beforeunload');
      await dialog.dismiss();
      await tab(page, 'Configuration');
      await page.getByText('There are changes that are not saved.').waitFor();
      expect(problems).toEqual([]);
    });

    test('by two windows on one key: neither replaces the other without a question', async () => {
      await store('two', `json://${target.address}/one`);
      const { page, problems } = await browser.open();
      await page.goto(`${server.url}/cfg/two#editor`);
      await write(page, '\n# mine');
      await store('two', `json://${target.address}/theirs`);
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: 'Save' }).click();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      expect(await stored('two')).toContain('theirs');
      await page.getByRole('button', { name: 'Save' }).click();
      await dialog.getByRole('button', { name: 'Replace' }).click();
      await page.getByText('Saved.', { exact: true }).waitFor();
      expect(await stored('two')).toContain('mine');
      expect(problems).toEqual([]);
    });

    test('and what is stored meanwhile is shown when a tab is opened again', async () => {
      await store('again', `home=json://${target.address}/ok`);
      const { page, problems } = await browser.open();
      await page.goto(`${server.url}/cfg/again#review`);
      await page.getByText('1 of 1 services').waitFor();
      await tab(page, 'Overview');
      await store('again', `home=json://${target.address}/ok\nhome=json://${target.address}/ok`);
      await tab(page, 'Review');
      await page.getByText('2 of 2 services').waitFor();
      expect(problems).toEqual([]);
    });
  });

  describe('files', () => {
    test('are dropped, pasted and named by address, and go without a word', async () => {
      await store('files', `json://${target.address}/files`);
      const { page, problems } = await browser.open();
      await page.goto(`${server.url}/cfg/files#notifications`);
      await page.getByRole('textbox', { name: 'Tags' }).fill('');
      expect(await give(page, 'drop', 'dropped.txt')).toBe(false);
      await page.getByRole('button', { name: 'Remove dropped.txt' }).waitFor();
      expect(await give(page, 'paste', 'pasted.txt')).toBe(false);
      await page.getByRole('button', { name: 'Remove pasted.txt' }).waitFor();
      await page.getByLabel('Or the address of a file').fill('https://files.example/a.png');
      expect(await page.getByText('attach=https://files.example/a.png').count()).toBe(1);
      await page.getByLabel('Or the address of a file').fill('');
      await send(page);
      await page.getByText('Delivered to every target.').waitFor();
      expect(JSON.parse(target.received.at(-1)!.body)).toMatchObject({
        attachments: [{ filename: 'dropped.txt' }, { filename: 'pasted.txt' }],
      });
      expect(problems).toEqual([]);
    });
  });

  describe('what goes wrong is said', () => {
    test('by a server that stops in the middle', async () => {
      const stopping = await startServer();
      const { page, problems } = await browser.open();
      await stopping.call('/add/stop', { json: { config: `json://${target.address}/slow/20000`, format: 'text' } });
      await page.goto(`${stopping.url}/cfg/stop#notifications`);
      await page.getByLabel('Message').fill('Hello');
      await send(page);
      await page.getByText('sending', { exact: true }).waitFor();
      await stopping.close();
      await page.getByText('The connection ended before the result came.').waitFor();
      await send(page);
      await page.getByText('The server cannot be reached.').waitFor();
      await tab(page, 'Configuration');
      await page.getByRole('tabpanel').getByText('The server cannot be reached.').last().waitFor();
      expect(problems).toEqual([]);
    });

    test.each([
      [204, '', 'text/plain', 'there is no service to send to'],
      [413, '<html>too large</html>', 'text/html', 'The server said: 413'],
      [502, '', 'text/html', 'The server said: 502'],
      [429, '{"error":"slow down"}', 'application/json', 'The server said: slow down'],
      [200, '<html>log in</html>', 'text/html', 'The server said: 200'],
    ])('by an answer of %i %s', async (status, body, contentType, said) => {
      const { page, problems } = await browser.open();
      await page.route('**/notify/odd', (route) => route.fulfill({ status, body, contentType }));
      await page.goto(`${server.url}/cfg/odd#notifications`);
      await page.getByLabel('Message').fill('Hello');
      await send(page);
      await page.getByText(said).waitFor();
      expect(problems).toEqual([]);
    });

    test('where a proxy answers for the server', async () => {
      const { page, problems } = await browser.open();
      await page.route('**/status', (route) =>
        route.fulfill({ status: 502, body: '<html></html>', contentType: 'text/html' }),
      );
      await page.goto(server.url);
      await page.getByText('The server said: 502').waitFor();
      expect(problems).toEqual([]);
    });

    test('where a part of the page is gone', async () => {
      const { page } = await browser.open();
      await page.route('**/s/code-mirror-*', (route) => route.fulfill({ status: 404 }));
      await page.goto(`${server.url}/cfg/gone#editor`);
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('could not be loaded');
    });
  });

  describe('one service of many', () => {
    test('gets one test, whichever stands twice, and hears why it failed', async () => {
      const lines = Array.from({ length: 60 }, (_, index) => `home=json://${target.address}/${Math.floor(index / 2)}`);
      await store('many', lines.join('\n'));
      const { page, problems } = await browser.open();
      await page.goto(`${server.url}/cfg/many#review`);
      await page.getByText('60 of 60 services').waitFor();
      const before = target.received.length;
      await page.getByRole('row').nth(60).getByRole('button', { name: 'Send a test' }).dblclick();
      await page.getByText('Delivered to every target.').waitFor();
      expect(target.received.slice(before).map(({ path }) => path)).toEqual(['/29']);
      await store('many', 'json://elsewhere.example');
      await page.getByRole('row').nth(60).getByRole('button', { name: 'Send a test' }).click();
      await page.getByText('The configuration has changed since it was listed.').waitFor();
      expect(problems).toEqual([]);
    });
  });

  test('a configuration of many lines, one of them very long, opens at once on a phone', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `tag=json://home${index}.example`);
    await store('long', [...lines, `json://home.example/${'x'.repeat(4000)}`].join('\n'));
    const { page, problems, faults } = await browser.open({ viewport: { width: 360, height: 740 } });
    await page.goto(`${server.url}/cfg/long#editor`);
    await page.getByText('301 services, no problems').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(await faults()).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('the keyboard goes on where it was when the builder or a question closes', async () => {
    await store('focus', `json://${target.address}/ok`);
    const { page, problems } = await browser.open();
    const focused = () => page.evaluate('document.activeElement.textContent');
    await page.goto(`${server.url}/cfg/focus#editor?build=discord`);
    await page.getByRole('heading', { name: 'Discord' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).press('Enter');
    expect(await focused()).toBe('Add a service');
    await page.keyboard.press('Enter');
    await page.getByLabel('Search').waitFor();
    await page.getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Delete');
    expect(await stored('focus')).not.toBe('');
    expect(problems).toEqual([]);
  });
});
