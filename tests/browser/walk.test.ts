import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startServer, startTarget, type Target, type TestServer } from '../api/support.ts';
import { needs } from '../servers/needs.ts';
import { Chromium, startBrowser, type TestBrowser, type WatchedPage } from '../support/browser.ts';

vi.setConfig({ testTimeout: 60_000 });

let browser: TestBrowser;
let server: TestServer;
let locked: TestServer;
let target: Target;

beforeAll(async () => {
  [browser, server, locked, target] = await Promise.all([
    startBrowser(),
    startServer(),
    startServer({ APPRISE_CONFIG_LOCK: 'yes' }),
    startTarget(),
  ]);
});

afterAll(async () => {
  target.close();
  await Promise.all([browser.close(), server.close(), locked.close()]);
});

const phone = { viewport: { width: 360, height: 740 } };

/** Nothing may be wider than the window. */
const overflow = ({ page }: WatchedPage): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe('a walk through the pages (in chromium)', needs(Chromium), () => {
  test('from a first visit to a delivered notification', async () => {
    const watched = await browser.open();
    const { page, problems, shoot, faults } = watched;

    await page.goto(server.url);
    await page.getByText('Everything works.').waitFor();
    await shoot('01-welcome');
    expect(await faults()).toEqual([]);

    await page.getByLabel('Key').fill('walk');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('Nothing is stored under this key yet.').waitFor();
    await page.getByRole('button', { name: 'Add the first service' }).click();

    await page.getByRole('button', { name: 'Add a service' }).click();
    await page.getByLabel('Search').fill('json');
    await page.getByRole('button', { name: 'JSON' }).first().click();
    await page.getByLabel('Hostname').fill(target.address.split(':')[0]!);
    await page.getByLabel('Port').fill(target.address.split(':')[1]!);
    await page.getByLabel('Path').fill('/ok');
    await page.getByLabel('Tags', { exact: true }).fill('family, home');
    await shoot('02-json');
    expect(await faults()).toEqual([]);
    await page.getByRole('button', { name: 'Add to the configuration' }).click();

    await page.getByRole('button', { name: 'Add a service' }).click();
    await page.getByLabel('Or paste a URL you have').fill(`json://${target.address}/status/503?+X-Token=s3cret-token`);
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByLabel('Tags', { exact: true }).fill('family');
    await page.getByRole('button', { name: 'Add to the configuration' }).click();

    await page.getByRole('button', { name: 'Add a service' }).click();
    await page
      .getByLabel('Or paste a URL you have')
      .fill('https://discord.com/api/webhooks/123456789012345678/abcdefghijklmnopqrstuvwxyz');
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByLabel('Tags', { exact: true }).fill('work');
    await shoot('03-discord');
    await page.getByRole('button', { name: 'Add to the configuration' }).click();

    await page.getByText('3 services, no problems').waitFor();
    await page.getByText('There are changes that are not saved.').waitFor();
    await shoot('04-editor');
    expect(await faults()).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect((await server.call('/json/urls/walk')).json).toMatchObject({
      urls: [{ tags: ['family', 'home'] }, { tags: ['family'] }, { service_name: 'Discord', tags: ['work'] }],
    });

    await page.getByRole('tab', { name: 'Review' }).click();
    await page.getByText('3 of 3 services').waitFor();
    expect(await page.getByRole('table').textContent()).not.toContain('s3cret-token');
    await page.getByLabel('Tags').fill('family home');
    await page.getByText('1 of 3 services').waitFor();
    await shoot('05-review');
    expect(await faults()).toEqual([]);

    await page.getByRole('tab', { name: 'Notifications' }).click();
    await page.getByRole('textbox', { name: 'Tags' }).fill('family');
    await page.getByLabel('Title').fill('Laundry');
    await page.getByLabel('Message').fill('The washing machine is **done**');
    await page.getByLabel('Written in').selectOption('markdown');
    await page.frameLocator('iframe').locator('strong', { hasText: 'done' }).waitFor();
    await page
      .getByLabel('Choose files')
      .setInputFiles({ name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from('not really') });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Delivered to some targets, not to all.').waitFor();
    const report = page.getByRole('region', { name: 'What happened' });
    expect(await report.locator('.delivered').count()).toBe(1);
    expect(await report.locator('.failed .reason').allTextContents()).toEqual([expect.stringContaining('503')]);
    await shoot('06-report');
    expect(await faults()).toEqual([]);
    const delivered = target.received.find(({ path }) => path === '/ok')!;
    expect(JSON.parse(delivered.body)).toMatchObject({
      title: 'Laundry',
      message: 'The washing machine is **done**',
      attachments: [{ filename: 'picture.png', base64: Buffer.from('not really').toString('base64') }],
    });
    expect(problems).toEqual([]);
  });

  test('an error of YAML stands at its line, drafts outlive the page, themes stay', async () => {
    await server.call('/add/yaml', {
      json: { format: 'yaml', config: `urls:\n  - json://${target.address}:\n      tag: home\n` },
    });
    const { page, problems, shoot, faults } = await browser.open();
    await page.goto(`${server.url}/cfg/yaml#editor`);
    await page.getByText('1 service, no problems').waitFor();
    await page.getByRole('textbox', { name: 'Content of the configuration' }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('  - nothing://here');
    await page.getByRole('button', { name: 'Line 4' }).waitFor();
    await shoot('07-yaml-error');
    expect(await faults()).toEqual([]);

    await page.getByRole('button', { name: 'Dark theme' }).click();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('button', { name: 'Line 4' }).waitFor();
    await shoot('08-dark');
    expect(await faults()).toEqual([]);

    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByText('1 service, no problems').waitFor();
    await page.getByLabel('Hide secrets').check();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted.').waitFor();
    expect((await server.call('/get/yaml', { method: 'POST' })).status).toBe(204);
    expect(problems).toEqual([]);
  });

  test('a locked server says what can still be done', async () => {
    const { page, problems, shoot, faults } = await browser.open();
    await page.goto(`${locked.url}/cfg/walk`);
    await page.getByText('Configurations are locked on this server.').waitFor();
    expect(await page.getByRole('tab').allTextContents()).toEqual(
      expect.arrayContaining(['Overview', 'Review', 'Notifications']),
    );
    expect(await page.getByRole('tab', { name: 'Configuration' }).count()).toBe(0);
    await shoot('09-locked');
    expect(await faults()).toEqual([]);
    expect(problems).toEqual([]);
  });

  test.each(['/', '/cfg/walk', '/cfg/walk#editor', '/cfg/walk#review', '/cfg/walk#notifications', '/details'])(
    '%s fits a phone in the dark, and finds its way by keyboard',
    async (path) => {
      const watched = await browser.open({ ...phone, colorScheme: 'dark' });
      const { page, problems, shoot, faults } = watched;
      await page.goto(`${server.url}${path.replace('#', '?theme=dark#')}`);
      await page.waitForLoadState('networkidle');
      expect(await overflow(watched)).toBe(0);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement?.textContent')).toContain('Apprise API');
      await shoot(`10-phone${path.replaceAll(/[/#]/g, '-')}`);
      expect(await faults()).toEqual([]);
      expect(problems).toEqual([]);
    },
  );

  test('the pages speak German to those who prefer it', async () => {
    const { page, problems, shoot } = await browser.open({ locale: 'de-AT' });
    await page.goto(server.url);
    await page.locator('html[lang=de]').waitFor();
    await shoot('11-german');
    await page.getByRole('combobox').selectOption('en');
    await page.getByText('Everything works.').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(problems).toEqual([]);
  });

  test('markup from anywhere stays text', async () => {
    const markup = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
    const hostile = await startTarget();
    const config = [
      `home=json://${hostile.address}/status/500?+X=${encodeURIComponent(markup)}`,
      `# ${markup}`,
      `home=json://${hostile.address}/${encodeURIComponent(markup)}`,
    ].join('\n');
    await server.call('/add/hostile', { json: { format: 'text', config } });
    const { page, problems } = await browser.open();
    for (const tab of ['overview', 'editor', 'review', 'notifications']) {
      await page.goto(`${server.url}/cfg/hostile?theme=${encodeURIComponent(markup)}#${tab}`);
      await page.waitForLoadState('networkidle');
    }
    await page.getByLabel('Title').fill(markup);
    await page.getByLabel('Message').fill(markup);
    for (const format of ['html', 'markdown']) await page.getByLabel('Written in').selectOption(format);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Delivered to some targets, not to all.').waitFor();
    await page.getByText('Log').click();
    await page.goto(`${server.url}/?key=${encodeURIComponent(markup)}`);
    await page.getByText('Everything works.').waitFor();
    expect(await page.title()).not.toBe('run');
    expect(await page.locator('img[src=x]').count()).toBe(0);
    // The frame of the preview says that it ran nothing.
    expect(problems.filter((problem) => !/about:srcdoc|Content Security Policy/.test(problem))).toEqual([]);
    hostile.close();
  });
});
