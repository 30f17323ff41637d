import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { eventually, startTarget, type Target } from './support.ts';

const program = join(import.meta.dirname, '..', '..', 'src', 'bin', 'apprise-api.ts');

let target: Target;
let directory: string;
let child: ChildProcess;
let output: string;

beforeAll(async () => {
  target = await startTarget();
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'apprise-test-'));
});

afterEach(() => {
  child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

afterAll(() => target.close());

/** Starts the program in a directory of its own; resolves to its address when it listens. */
async function start(environment: Readonly<Record<string, string>> = {}): Promise<string> {
  output = '';
  child = spawn(process.execPath, [program], {
    cwd: directory,
    env: { PATH: process.env['PATH'], PORT: '0', IPV4_ONLY: 'yes', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  await eventually(() => output.includes('listening') || child.exitCode !== null);
  return `http://127.0.0.1:${/port=(\d+)/.exec(output)?.[1]}`;
}

const notify = (url: string, path: string) =>
  fetch(`${url}/notify`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ urls: `json://${target.address}/${path}`, body: 'b' }),
  });

it('keeps its data in ./var unless told otherwise', async () => {
  const url = await start();
  expect(await (await fetch(`${url}/status`)).text()).toBe('OK');
  expect(existsSync(join(directory, 'var', 'config'))).toBe(true);
  expect(existsSync(join(directory, 'var', 'attach'))).toBe(true);
});

it('lets deliveries under way finish at the first signal', async () => {
  const url = await start();
  const answer = notify(url, 'slow/400');
  await eventually(() => target.received.some(({ path }) => path === '/slow/400'));
  child.kill('SIGTERM');
  expect((await answer).status).toBe(200);
  const [code] = (await once(child, 'exit')) as [number];
  expect([code, output]).toEqual([0, expect.stringContaining('shutting down signal=SIGTERM')]);
});

it('ends at once at the second signal', async () => {
  const url = await start();
  notify(url, 'slow/5000').catch(() => undefined);
  await eventually(() => target.received.some(({ path }) => path === '/slow/5000'));
  const started = performance.now();
  child.kill('SIGINT');
  await eventually(() => output.includes('shutting down'));
  child.kill('SIGINT');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(1);
  expect(performance.now() - started).toBeLessThan(3000);
});

it('starts with settings that make no sense, and says which', async () => {
  const url = await start({ APPRISE_ATTACH_SIZE: '', APPRISE_RECURSION_MAX: 'many', LOG_LEVEL: 'loud' });
  expect((await fetch(`${url}/status`)).status).toBe(200);
  for (const name of ['APPRISE_ATTACH_SIZE', 'APPRISE_RECURSION_MAX', 'LOG_LEVEL'])
    expect(output).toMatch(new RegExp(`WARNING ${name} .*: the default is used`));
});

it('says in one line why it cannot start', async () => {
  const blocker = createServer().listen(0, '0.0.0.0');
  await once(blocker, 'listening');
  await start({ PORT: String((blocker.address() as AddressInfo).port) });
  const [code] = child.exitCode === null ? ((await once(child, 'exit')) as [number]) : [child.exitCode];
  expect(code).toBe(1);
  expect(output).toMatch(/^\S+ CRITICAL the server cannot start reason="listen EADDRINUSE[^\n]*\n$/);
  blocker.close();
});

it('takes custom services and passes over those that are broken', async () => {
  const plugins = join(directory, 'plugins');
  mkdirSync(plugins);
  writeFileSync(
    join(plugins, 'echo.mjs'),
    `export const scheme = 'echo'; export const name = 'Echo';
    export const notify = async ({ title, body }, { host }, context) => {
      const answer = await context.send({ method: 'POST', url: 'http://${target.address}/echo', json: { title, body, host } });
      return answer.ok;
    };`,
  );
  writeFileSync(join(plugins, 'no.mjs'), `export const scheme = 'never'; export const notify = () => false;`);
  writeFileSync(join(plugins, 'broken.mjs'), 'export const = ;');
  writeFileSync(join(plugins, 'nothing.js'), '');
  const url = await start({ APPRISE_PLUGIN_PATHS: `${plugins}, ${directory}/missing` });
  const send = (urls: string) =>
    fetch(`${url}/notify`, { method: 'POST', body: new URLSearchParams({ urls, body: 'hello', title: 'T' }) });
  expect((await send('echo://somewhere')).status).toBe(200);
  expect(JSON.parse(target.received.at(-1)?.body ?? '')).toEqual({ title: 'T', body: 'hello', host: 'somewhere' });
  expect((await send('never://x')).status).toBe(424);
  expect(output).toMatch(/ERROR a plugin cannot be loaded file=\S+broken\.mjs/);
  expect(output).toMatch(/WARNING a plugin exports no service file=\S+nothing\.js/);
});
