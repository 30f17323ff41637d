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

describe('the page of the API (in chromium)', needs(Chromium), () => {
  test.each([
    ['a wide light window', { viewport: { width: 1200, height: 900 } }, 'light'],
    ['a dark phone', { viewport: { width: 360, height: 740 } }, 'dark'],
  ])('the API can be read and tried in %s, from the keyboard', async (_, options, theme) => {
    const { page, problems, shoot, faults } = await browser.open(options);
    await page.goto(`${server.url}/docs?theme=${theme}`);
    const operation = page.locator('#notifyUrls');
    await operation.locator('> summary').press('Enter');
    const form = page.getByRole('form', { name: 'Try: Notify services named by their URLs' });

    await form.getByLabel('Example').selectOption('A message as multipart/form-data');
    await form.getByLabel('Body').fill(`urls=json://${target.address}/docs\nbody=It's a file`);
    await form.getByLabel('Files').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('A') });
    await form.getByText('With parameters').press('Enter');
    await form.getByLabel('title', { exact: true }).fill('From the query');
    expect(await form.locator('[data-command]').textContent()).toBe(
      [
        `curl '${server.url}/notify?title=From+the+query'`,
        `-H 'Accept: application/json'`,
        `--form-string urls=json://${target.address}/docs`,
        `--form-string 'body=It'\\''s a file'`,
        `-F 'attachment=@"a.txt"'`,
      ].join(' \\\n  '),
    );

    await form.getByRole('button', { name: 'Send' }).press('Enter');
    await form.getByText(/^200 OK, after \d+ ms$/).waitFor();
    expect(await form.locator('[data-body]').textContent()).toContain('Sent JSON POST notification.');
    expect(JSON.parse(target.received.at(-1)!.body)).toMatchObject({
      title: 'From the query',
      message: "It's a file",
      attachments: [{ filename: 'a.txt', base64: 'QQ==' }],
    });

    await form.getByLabel('Answer as').selectOption('text/event-stream');
    await form.getByRole('button', { name: 'Send' }).press('Enter');
    await form.getByText('"status":"SUCCESS"').waitFor();
    await shoot(`docs-${theme}`);
    expect(await faults()).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
    expect(problems).toEqual([]);
  });
});
