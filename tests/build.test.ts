import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** A directory in which the package is installed. */
function installed(): string {
  const directory = mkdtempSync(join(tmpdir(), 'apprise-build-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(root, join(directory, 'node_modules', 'apprise-ts'));
  return directory;
}

async function run(args: readonly string[], cwd: string, environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, args, { cwd, env: { ...environment, PORT: '0', IPV4_ONLY: 'yes' } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await Promise.race([once(child, 'exit'), until(() => output.includes('listening'))]);
  return output;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('the package is a library', async () => {
  const cwd = installed();
  writeFileSync(
    join(cwd, 'main.mjs'),
    `import { notify } from 'apprise-ts';
    const { result, outcomes } = await notify('json://127.0.0.1:1', { body: 'b' });
    console.log(result, outcomes[0].service.definition.name);`,
  );
  expect(await run(['main.mjs'], cwd)).toBe('false JSON\n');
});

test('the package is a server with its pages, and a plugin gets the library that the server runs', async () => {
  const cwd = installed();
  writeFileSync(
    join(cwd, 'plugin.mjs'),
    `import { defineService, DeliveryError, field } from 'apprise-ts';
    export default defineService({
      id: 'own', name: 'Own', category: 'webhook', schemes: { plain: ['own'] }, url: '{word}',
      fields: { word: field.text('Word', { required: true }) },
      async deliver({ word }) { throw new DeliveryError({ code: 'refused', reason: word }); },
    });`,
  );
  const output = await run([join(root, 'dist', 'bin', 'apprise-api.js')], cwd, { APPRISE_PLUGIN_PATHS: 'plugin.mjs' });
  const url = `http://127.0.0.1:${/port=(\d+)/.exec(output)?.[1]}`;
  const page = await (await fetch(url)).text();
  for (const [, path, type] of page.matchAll(/"(\/s\/[^"]+\.(css|js))"/g))
    expect((await fetch(url + path)).headers.get('content-type')).toContain(type === 'js' ? 'javascript' : type);
  const answer = await fetch(`${url}/notify`, {
    method: 'POST',
    body: new URLSearchParams({ urls: 'own://because', body: 'b' }),
  });
  // A class of another copy of the library would be an unknown error.
  expect(await answer.text()).toContain('Failed to send Own notification: because');
});

test('a start loads nothing that only few deployments need', async () => {
  const cwd = installed();
  writeFileSync(
    join(cwd, 'preload.mjs'),
    `import { registerHooks } from 'node:module';
    registerHooks({
      resolve(name, context, next) {
        if (/^[a-z@]/.test(name) && !name.startsWith('node:')) console.log('needs ' + name);
        return next(name, context);
      },
    });`,
  );
  const output = await run(['--import', './preload.mjs', join(root, 'dist', 'bin', 'apprise-api.js')], cwd);
  expect(output).toContain('listening');
  expect(output).not.toMatch(/needs (openpgp|nodemailer)/);
});
