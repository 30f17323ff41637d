import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually, startServer, startTarget, type CallOptions, type Target, type TestServer } from './support.ts';

let server: TestServer;
let target: Target;

beforeAll(async () => {
  target = await startTarget();
  server = await startServer({
    APPRISE_ATTACH_REJECT_URL: 'denied.example, http://127.0.0.1/private',
    APPRISE_STATELESS_URLS: `json://${target.address}/default`,
    APPRISE_WEBHOOK_URL: `http://me:pw@${target.address}/hook?from=test&rto=2`,
  });
  const url = (path: string): string => `json://${target.address}/${path}`;
  const lines = [
    `a=${url('a')}`,
    `a,b=${url('ab')}`,
    `c=${url('c')}`,
    `1:esc=${url('status/500')}`,
    `2:esc=${url('second')}`,
  ];
  const config = [...lines, url('bare')].join('\n');
  await server.call('/add/tagged', { json: { config, format: 'text' } });
});

beforeEach(() => {
  target.received.length = 0;
});

afterAll(async () => {
  target.close();
  await server.close();
});

/** The paths of the notifications that arrived, and what they said. */
const arrived = () => target.received.filter(({ path }) => !path.startsWith('/hook')).map(({ path }) => path.slice(1));
const message = () => JSON.parse(target.received[0]?.body ?? '{}') as Readonly<Record<string, unknown>>;
const notify = (options: CallOptions, query = '') => server.call(`/notify/tagged${query}`, options);
const send = (json: Readonly<Record<string, unknown>>, query = '') =>
  server.call(`/notify${query}`, { json: { urls: `json://${target.address}/to`, body: 'b', ...json } });

describe('tags', () => {
  it.each([
    [{}, ['bare']],
    [{ tag: 'a' }, ['a', 'ab']],
    [{ tag: 'A' }, ['a', 'ab']],
    [{ tag: 'a,c' }, ['a', 'ab', 'c']],
    [{ tag: 'b|c' }, ['ab', 'c']],
    [{ tag: 'a b' }, ['ab']],
    [{ tag: 'a&b' }, ['ab']],
    [{ tag: '' }, ['bare']],
    [{ tags: 'c' }, ['c']],
    [{ tag: 'all' }, ['a', 'ab', 'bare', 'c', 'second', 'status/500']],
    [{ tag: '2:esc' }, ['second']],
    [{ tag: 'esc' }, ['second', 'status/500']],
  ])('%j reaches %j', async (fields, expected) => {
    await notify({ json: { body: 'b', ...fields } });
    expect(arrived().toSorted()).toEqual(expected);
    target.received.length = 0;
    await notify({ form: { body: 'b', ...fields } });
    expect(arrived().toSorted()).toEqual(expected);
  });

  it.each([
    [[['a', 'b']], ['ab']],
    [
      ['a', 'c'],
      ['a', 'ab', 'c'],
    ],
    [[], ['bare']],
    [0, ['bare']],
  ])('as a list: %j reaches %j', async (tag, expected) => {
    await notify({ json: { body: 'b', tag } });
    expect(arrived().toSorted()).toEqual(expected);
  });

  it('stand in the query where the payload has none', async () => {
    await notify({ json: { body: 'b' } }, '?tag=c');
    expect(arrived()).toEqual(['c']);
  });

  it('match nothing that the notification names itself', async () => {
    expect((await send({ tag: 'a' })).status).toBe(424);
    expect((await send({ tag: 'all' })).status).toBe(200);
  });
});

describe('fields', () => {
  it('come from the query only where the payload has none, and never from it in a form', async () => {
    await send({ title: '' }, '?title=Q&type=warning&body=no');
    expect(message()).toMatchObject({ title: 'Q', message: 'b', type: 'warning' });
    target.received.length = 0;
    const form = { urls: `json://${target.address}/to`, body: 'b' };
    await server.call('/notify?type=warning', { form });
    expect(message()).toMatchObject({ type: 'info' });
  });

  it('are stripped in forms', async () => {
    await server.call('/notify', { form: { urls: ` json://${target.address}/to `, body: ' b ', title: ' t ' } });
    expect(message()).toMatchObject({ title: 't', message: 'b' });
  });

  it('name no target: the default ones are notified', async () => {
    await server.call('/notify', { json: { body: 'b' } });
    expect(arrived()).toEqual(['default']);
  });

  it('are limited in forms', async () => {
    expect((await server.call('/notify', { form: { body: '😀'.repeat(32_768) } })).status).toBe(200);
    expect((await server.call('/notify', { form: { body: 'b'.repeat(32_769) } })).status).toBe(400);
    expect((await server.call('/notify', { form: { body: 'b', title: 't'.repeat(251) } })).status).toBe(400);
    expect((await send({ title: 't'.repeat(251) })).status).toBe(200);
  });

  it.each([
    ['?:subject=title&:text=body', { subject: 'S', text: 'T', body: 'old' }, { title: 'S', message: 'T' }],
    ['?:title=Fixed', { title: 'old' }, { title: 'Fixed', message: 'b' }],
    ['?:title=', { title: 'gone' }, { title: '', message: 'b' }],
    ['?:title=body', { title: 'swapped' }, { title: 'b', message: 'swapped' }],
    ['?:event.items[1].name=title', { event: { items: [{}, { name: 'deep' }] } }, { title: 'deep', message: 'b' }],
    ['?:unknown=title', {}, { title: '', message: 'b' }],
  ])('are mapped: %s', async (query, json, expected) => {
    await send(json, query);
    expect(message()).toMatchObject(expected);
  });
});

const attachments = () => message()['attachments'];
const base64 = (content: string): string => Buffer.from(content).toString('base64');

describe('attachments', () => {
  it('come as files of a form', async () => {
    const body = new FormData();
    body.set('urls', `json://${target.address}/to`);
    body.set('any', new Blob(['content'], { type: 'Text/Plain; charset=utf-8' }), 'dir/notes.txt');
    body.set('other', new Blob(['{}'], { type: 'application/octet-stream' }), 'data.json');
    expect((await server.call('/notify', { body })).status).toBe(200);
    expect(attachments()).toEqual([
      { filename: 'notes.txt', base64: base64('content'), mimetype: 'text/plain' },
      { filename: 'data.json', base64: base64('{}'), mimetype: 'application/json' },
    ]);
    expect(await eventually(() => server.leftovers().length === 0)).toBe(true);
  });

  it('come as base64, with or without a name and line breaks', async () => {
    await send({ attachments: [{ base64: 'YWJj\r\nZA==', filename: 'a.txt' }, '', { base64: base64('x') }] });
    expect(attachments()).toEqual([
      { filename: 'a.txt', base64: base64('abcd'), mimetype: 'text/plain' },
      { filename: 'attachment.003', base64: base64('x'), mimetype: 'application/octet-stream' },
    ]);
  });

  it('are fetched from the web and removed again', async () => {
    await send({ attach: `http://${target.address}/redirect/file.txt` });
    expect(arrived()).toEqual(['redirect/file.txt', 'file.txt', 'to']);
    const sent = JSON.parse(target.received.at(-2)?.body ?? '{}') as { attachments: unknown };
    expect(sent.attachments).toMatchObject([{ base64: base64('content of /file.txt') }]);
    expect(await eventually(() => server.leftovers().length === 0)).toBe(true);
  });

  it.each([
    ['a path', '/etc/hosts'],
    ['a file URL', 'file:///etc/hosts'],
    ['a denied host', 'http://denied.example/x'],
    ['nothing there', 'http://127.0.0.1:1/x'],
    ['nothing', [null]],
    ['an object that says nothing', {}],
    ['no base64', { base64: 'not-base-64' }],
    ['a name that is too long', { base64: 'eA==', filename: 'n'.repeat(251) }],
    ['a name that is none', { base64: 'eA==', filename: 5 }],
    ['an address that is none', { url: 5 }],
    ['too many', Array.from({ length: 7 }, () => ({ base64: 'eA==' }))],
  ])('%s is refused before anything is sent', async (_, attach) => {
    const answer = await send({ attach });
    expect([answer.status, answer.json, arrived()]).toEqual([400, { error: 'Bad Attachment' }, []]);
  });

  it('may be switched off', async () => {
    const without = await startServer({ APPRISE_ATTACH_SIZE: '0' });
    const json = { urls: `json://${target.address}/to`, body: 'b' };
    expect((await without.call('/notify', { json: { ...json, attach: { base64: 'eA==' } } })).status).toBe(400);
    expect((await without.call('/notify', { json })).status).toBe(200);
    await without.close();
  });
});

describe('reports', () => {
  it('never show what another caller sent', async () => {
    const urls = Array.from({ length: 20 }, (_, index) => `json://${target.address}/slow/${30 + index}`);
    const answers = await Promise.all(urls.map((url) => server.call('/notify', { json: { urls: url, body: 'b' } })));
    for (const { json } of answers) expect((json as { details: unknown[] }).details).toHaveLength(1);
  });

  it.each([
    ['ERROR', []],
    ['warning', ['WARNING']],
    ['INFO', ['INFO', 'INFO', 'WARNING']],
    ['nonsense', ['INFO', 'INFO', 'WARNING']],
  ])('at level %s hold %j', async (level, expected) => {
    const urls = [`json://${target.address}/to`, `json://${target.address}/status/500`];
    const answer = await server.call('/notify', {
      json: { urls, body: 'b' },
      headers: { 'X-Apprise-Log-Level': level },
    });
    const { details } = answer.json as { details: [string][] };
    expect(details.map(([found]) => found).toSorted()).toEqual(expected);
  });

  it('escape what they show as HTML', async () => {
    const urls = 'json://127.0.0.1:1/';
    const answer = await server.call('/notify', { json: { urls, body: '<script>' }, headers: { Accept: 'text/html' } });
    expect(answer.text).not.toContain('<script>');
  });

  it('go to the webhook too', async () => {
    await send({});
    const { path, headers, body } = target.received.at(-1)!;
    expect(path).toBe('/hook?from=test');
    expect(headers).toMatchObject({ 'user-agent': 'Apprise-API', authorization: `Basic ${btoa('me:pw')}` });
    expect(JSON.parse(body)).toMatchObject({ source: '127.0.0.1', status: 0, output: [['INFO', {}, {}]] });
  });

  it('are counted', async () => {
    await send({});
    const { text, headers } = await server.call('/metrics');
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toMatch(/^apprise_deliveries_total\{service="json",outcome="delivered"\} \d+$/m);
    expect(text).toMatch(
      /^apprise_django_http_requests_total_by_view_transport_method_total\{view="s_notify",transport="http",method="POST"\} \d+$/m,
    );
    expect(text).toMatch(/^apprise_notification_seconds_bucket\{le="\+Inf"\} \d+$/m);
  });
});
