import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, startTarget, type CallOptions, type Target, type TestServer } from './support.ts';

let server: TestServer;
let target: Target;
const others: TestServer[] = [];

beforeAll(async () => {
  [server, target] = await Promise.all([startServer(), startTarget()]);
});

afterAll(async () => {
  target.close();
  await Promise.all([server, ...others].map((one) => one.close()));
});

async function startOther(environment: Readonly<Record<string, string>>): Promise<TestServer> {
  const other = await startServer(environment);
  others.push(other);
  return other;
}

/** A request as it is answered to those who want JSON, and to those who want text. */
async function inBothForms(path: string, options: CallOptions, on = server) {
  const ask = (accept: string) => on.call(path, { ...options, headers: { ...options.headers, Accept: accept } });
  const [asJson, asText] = [await ask('application/json'), await ask('text/plain')];
  return {
    json: [asJson.status, asJson.headers.get('content-type'), asJson.json],
    text: [asText.status, asText.headers.get('content-type'), asText.text],
  };
}

const refusal = (status: number, message: string) => ({
  json: [status, 'application/json', { error: message }],
  text: [status, 'text/plain', message],
});

const json = (value: unknown): CallOptions => ({ json: value });
const form = (value: Readonly<Record<string, string>>): CallOptions => ({ form: value });
const broken: CallOptions = { body: '{', headers: { 'Content-Type': 'application/json' } };
const nowhere = 'json://localhost';

describe('200', () => {
  it('says what was done, in text and in JSON', async () => {
    expect((await server.call('/add/done', form({ urls: nowhere }))).text).toBe('Successfully saved configuration');
    expect((await server.call('/add/done', json({ urls: nowhere }))).json).toEqual({ error: null });
    expect((await server.call('/del/done', form({}))).text).toBe('Successfully removed configuration');
  });

  it('reports a delivery as JSON, text and HTML', async () => {
    const notice = { urls: `json://${target.address}/ok`, body: 'hello' };
    const sent = 'Sent JSON POST notification.';
    const asJson = await server.call('/notify', json(notice));
    expect(asJson.json).toMatchObject({ error: null, details: [['INFO', expect.stringMatching(/^\d{4}-/), sent]] });
    const asText = await server.call('/notify', form(notice));
    expect(asText.text).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \[INFO\] apprise: Sent JSON POST notification\.\n$/,
    );
    expect(asText.headers.get('content-type')).toBe('text/plain');
    const asHtml = await server.call('/notify', { ...json(notice), headers: { Accept: 'text/html' } });
    expect(asHtml.text).toMatch(
      /^<ul class="logs"><li class="log_INFO">.*Sent JSON POST notification\.<\/div><\/li><\/ul>$/,
    );
    expect(asHtml.headers.get('content-type')).toBe('text/html');
  });
});

describe('204', () => {
  it.each([
    ['/get/nothing', form({})],
    ['/del/nothing', form({})],
    ['/cfg/nothing', form({})],
    ['/json/urls/nothing', {}],
    ['/notify/nothing', form({ body: 'b' })],
    ['/notify', form({ body: 'b' })],
    ['/notify', json({ body: 'b', urls: 'garbage://' })],
  ] as const)('%s has nothing to give and no body', async (path, options) => {
    const answer = await server.call(path, options);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.get('content-length')).toBeNull();
  });
});

describe('400', () => {
  it.each([
    ['add', '/add/key', broken, 'Invalid JSON Payload provided'],
    ['notify', '/notify', broken, 'Invalid JSON Payload provided'],
    ['add', '/add/key', json({}), 'Invalid payload structure provided'],
    ['add', '/add/key', form({ config: nowhere, format: 'toml' }), 'Invalid payload structure provided'],
    ['add', '/add/key', json({ urls: 'garbage://' }), 'No valid URLs defined'],
    ['add', '/add/key', json({ config: '# none', format: 'text' }), 'No valid URL(s) defined'],
    ['add', '/add/key', form({}), 'No valid URL(s) defined'],
    ['add', '/add/key', json({ other: 1 }), 'No configuration provided'],
    ['add', '/add/key', json({ config: nowhere }), 'Invalid configuration format specified'],
    ['add', '/add/key', json({ config: '??', format: 'auto' }), 'The configuration format could not be auto-detected'],
    [
      'add',
      '/add/key',
      json({ config: '#'.repeat(524_289), format: 'text' }),
      'The configuration payload is too large',
    ],
    ['notify', '/notify', json({}), 'Bad FORM Payload provided'],
    ['notify', '/notify/key', form({ body: 'b', type: 'loud' }), 'Bad FORM Payload provided'],
    ['notify', '/notify', json({ body: 'b', attach: '/etc/hosts' }), 'Bad Attachment'],
    ['notify', '/notify', json({ title: 't' }), 'Payload lacks minimum requirements'],
    ['notify', '/notify/key', form({}), 'Payload lacks minimum requirements'],
    ['notify', '/notify', json({ body: 'b', format: 'rtf' }), 'An invalid body input format was specified'],
    ['notify', '/notify/key', json({ body: 'b', tag: '$' }), 'Unsupported characters found in tag definition'],
    ['notify', '/notify?:a.b=body', json({ body: 'b' }), 'Payload field mapping failed'],
    ['notify', '/notify/key?:a.b=body', json({ body: 'b' }), 'Payload field mapping failed using KEY: key'],
  ] as const)('%s %s', async (_, path, options, message) => {
    expect(await inBothForms(path, options)).toEqual(refusal(400, message));
  });

  it('refuses recursion values that are no count', async () => {
    const headers = { 'X-Apprise-Recursion-Count': '-1' };
    expect(await inBothForms('/notify', { ...json({ body: 'b' }), headers })).toEqual(
      refusal(400, 'An invalid recursion value was specified'),
    );
  });
});

describe('403', () => {
  const message = 'The site has been configured to deny this request';

  it('locks configurations', async () => {
    const locked = await startOther({ APPRISE_CONFIG_LOCK: 'yes' });
    for (const path of ['/add/key', '/del/key', '/get/key', '/cfg/key'])
      expect(await inBothForms(path, form({ urls: nowhere }), locked)).toEqual(refusal(403, message));
  });

  it('keeps the list of keys from those who are no administrators', async () => {
    expect(await inBothForms('/cfg', {})).toEqual(refusal(403, message));
  });
});

describe('404', () => {
  it('is a page for people and JSON for programs', async () => {
    const page = await server.call('/nowhere');
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    const answer = await server.call('/nowhere', { headers: { Accept: 'application/json' } });
    expect([answer.status, answer.json]).toEqual([404, { error: 'Page not found' }]);
  });
});

describe('405', () => {
  it.each([
    ['POST', '/status', 'GET, HEAD, OPTIONS'],
    ['GET', '/notify', 'POST, OPTIONS'],
    ['DELETE', '/cfg/key', 'GET, POST, HEAD, OPTIONS'],
    ['PROPFIND', '/add/key', 'POST, OPTIONS'],
  ])('%s %s tells what is allowed', async (method, path, allowed) => {
    const answer = await server.call(path, { method });
    expect([answer.status, answer.text, answer.headers.get('allow')]).toEqual([405, '', allowed]);
  });

  it('answers OPTIONS with the same list', async () => {
    const answer = await server.call('/notify', { method: 'OPTIONS' });
    expect([answer.status, answer.text, answer.headers.get('allow')]).toEqual([200, '', 'POST, OPTIONS']);
  });
});

describe('406', () => {
  it('ends loops of servers', async () => {
    const headers = { 'X-Apprise-Recursion-Count': '2' };
    expect(await inBothForms('/notify', { ...json({ body: 'b' }), headers })).toEqual(
      refusal(406, 'The recursion limit has been reached'),
    );
  });
});

describe('417', () => {
  it('names the directories that cannot be used', async () => {
    const file = join(server.directories.root, 'file');
    writeFileSync(file, '');
    const unhealthy = await startOther({
      APPRISE_CONFIG_DIR: file,
      APPRISE_ATTACH_DIR: file,
      APPRISE_STORAGE_DIR: file,
    });
    const issues = ['CONFIG_PERMISSION_ISSUE', 'ATTACH_PERMISSION_ISSUE', 'STORE_PERMISSION_ISSUE'];
    const text = await unhealthy.call('/status');
    expect([text.status, text.text]).toEqual([417, issues.join(',')]);
    const answer = await unhealthy.call('/status', { headers: { Accept: 'application/json' } });
    expect(answer.status).toBe(417);
    expect(answer.json).toMatchObject({ status: { can_write_config: false, details: issues } });
  });

  it('is 200 when all is well', async () => {
    const answer = await server.call('/status', { headers: { Accept: 'application/json' } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      config_lock: false,
      attach_lock: false,
      stateful_enabled: true,
      max_attachments: 6,
      attach_size: 209_715_200,
      status: { persistent_storage: true, can_write_config: true, can_write_attach: true, details: ['OK'] },
    });
  });
});

describe('421', () => {
  it('shows no pages on a server that is for programs only', async () => {
    const headless = await startOther({ APPRISE_API_ONLY: 'yes' });
    for (const path of ['/', '/cfg/key', '/cfg', '/details']) {
      const page = await headless.call(path);
      expect([page.status, page.headers.get('content-type')]).toEqual([421, 'text/html; charset=utf-8']);
    }
    const answer = await headless.call('/', { headers: { Accept: 'application/json' } });
    expect([answer.status, answer.json]).toEqual([421, { error: 'Page not found' }]);
    expect((await headless.call('/details', { headers: { Accept: 'application/json' } })).status).toBe(200);
  });
});

describe('424', () => {
  it('tells that services could not be reached', async () => {
    const notice = { urls: `json://${target.address}/status/500`, body: 'b' };
    const answer = await server.call('/notify', json(notice));
    expect(answer.status).toBe(424);
    expect(answer.json).toMatchObject({
      error: 'One or more notifications could not be sent',
      details: [['WARNING', {}, {}]],
    });
    const silent = await server.call('/notify', { ...form(notice), headers: { 'X-Apprise-Log-Level': 'critical' } });
    expect([silent.status, silent.text]).toEqual([424, 'One or more notifications could not be sent']);
  });

  it('tells that no service was meant', async () => {
    await server.call('/add/tagged', json({ config: `a=json://${target.address}\n`, format: 'text' }));
    const answer = await server.call('/notify/tagged', json({ body: 'b', tag: 'other' }));
    expect(answer.status).toBe(424);
    expect(answer.json).toMatchObject({ error: 'One or more notification could not be sent' });
  });
});

describe('431', () => {
  const pad = 'x'.repeat(3 * 1024 * 1024 + 1);

  it('refuses large JSON', async () => {
    expect(await inBothForms('/notify', json({ pad }))).toEqual(refusal(431, 'JSON Payload provided is to large'));
  });

  it('refuses large forms, however they are written', async () => {
    const message = 'FORM Payload provided is to large';
    expect(await inBothForms('/notify', form({ pad }))).toEqual(refusal(431, message));
    const multipart = new FormData();
    multipart.set('pad', pad);
    expect(await inBothForms('/add/key', { body: multipart })).toEqual(refusal(431, message));
  });

  it('takes the limit from the environment', async () => {
    const small = await startOther({ APPRISE_UPLOAD_MAX_MEMORY_SIZE: '1' });
    expect((await small.call('/add/key', json({ urls: nowhere, pad: 'x'.repeat(1024 * 1024) }))).status).toBe(431);
    expect((await small.call('/add/key', json({ urls: nowhere, pad: 'x'.repeat(1000 * 1024) }))).status).toBe(200);
  });
});

describe('500', () => {
  it('tells that nothing can be stored', async () => {
    const stateless = await startOther({ APPRISE_STATEFUL_MODE: 'disabled' });
    expect(await inBothForms('/add/key', json({ urls: nowhere }), stateless)).toEqual(
      refusal(500, 'The configuration could not be saved'),
    );
    const config = json({ config: nowhere, format: 'text' });
    expect(await inBothForms('/add/key', config, stateless)).toEqual(
      refusal(500, 'An error occurred saving configuration'),
    );
  });

  it('tells that what is stored cannot be read', async () => {
    const simple = await startOther({ APPRISE_STATEFUL_MODE: 'hash', SECRET_KEY: 'salt' });
    await simple.call('/add/damaged', json({ urls: nowhere }));
    const files = globSync('**/*.text', { cwd: simple.directories.config });
    for (const file of files) writeFileSync(join(simple.directories.config, file), 'not what was stored');
    expect(files).toHaveLength(1);
    expect(await inBothForms('/get/damaged', form({}), simple)).toEqual(
      refusal(500, 'An error occurred accessing configuration'),
    );
    expect(await inBothForms('/notify/damaged', json({ body: 'b' }), simple)).toEqual(
      refusal(500, 'An error occurred accessing configuration'),
    );
    const listed = await simple.call('/json/urls/damaged');
    expect([listed.status, listed.json]).toEqual([
      500,
      { tags: [], urls: [], error: 'There was no configuration found' },
    ]);
  });

  it('tells that what is stored cannot be removed', async () => {
    const simple = await startOther({ APPRISE_STATEFUL_MODE: 'simple' });
    mkdirSync(join(simple.directories.config, 'directory.cfg'), { recursive: true });
    expect(await inBothForms('/del/directory', form({}), simple)).toEqual(
      refusal(500, 'The configuration could not be removed'),
    );
  });

  it('has a page for proxies', async () => {
    const page = await server.call('/_/50x');
    expect([page.status, page.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
    const answer = await server.call('/_/50x', { headers: { Accept: 'application/json' } });
    expect([answer.status, answer.json]).toEqual([500, { error: 'System error' }]);
  });
});
