import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  abandon,
  eventually,
  exchangeBytes,
  startServer,
  startTarget,
  type Target,
  type TestServer,
} from './support.ts';

let server: TestServer;
let target: Target;

beforeAll(async () => {
  [server, target] = await Promise.all([
    startServer({ APPRISE_WORKER_TIMEOUT: '1', APPRISE_ATTACH_SIZE: '1' }),
    startTarget(),
  ]);
});

afterAll(async () => {
  target.close();
  await server.close();
});

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+) /.exec(answer)?.[1]);

const post = (path: string, type: string, body: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
    ),
    Buffer.from(body),
  ]);

const MULTIPART = 'multipart/form-data; boundary=b';
const field = (name: string, value: string): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, content: string): string =>
  `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${content}`;

describe('payloads', () => {
  it.each([
    ['an empty one', ''],
    ['half of one', '{"body":'],
    ['text that is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a byte order mark', '\ufeff{"body":"b"}'],
    ['NaN', '{"body":NaN}'],
    ['a list', '["body"]'],
    ['a text', '"body"'],
    ['a number', '5'],
    ['a list as deep as it gets', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['an object as deep as it gets', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
    ['a deep value beside good ones', `{"body":"b","x":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('JSON: %s', async (_, body) => {
    for (const path of ['/notify', '/add/key']) {
      const answer = await exchangeBytes(server.port, post(path, 'application/json', body));
      expect(statusOf(answer)).toBe(400);
      expect(answer).toContain('{"error":"Invalid JSON Payload provided"}');
    }
  });

  it.each([
    ['values of other types', { body: ['x'] }],
    ['a number for a body', { body: 5 }],
    ['an object for a title', { body: 'b', title: { a: 1 } }],
    ['a list for a type', { body: 'b', type: ['info'] }],
    ['a number among tags', { body: 'b', tag: ['a', 5] }],
    ['names of the language', { toString: 'b', __proto__: { body: 'b' }, constructor: 1 }],
  ])('JSON: %s', async (_, json) => expect((await server.call('/notify', { json })).status).toBe(400));

  it('does not take a prototype for a payload', async () => {
    const body = '{"__proto__":{"body":"b"},"body":""}';
    const answer = await exchangeBytes(server.port, post('/notify', 'application/json', body));
    expect(answer).toContain('Payload lacks minimum requirements');
  });

  it.each([
    ['no boundary', 'multipart/form-data', 'x', 'Bad FORM Payload provided'],
    ['no parts', MULTIPART, 'garbage', 'Payload lacks minimum requirements'],
    ['nothing', MULTIPART, '', 'Payload lacks minimum requirements'],
    ['a null byte', MULTIPART, `${field('body', 'a\0b')}--b--`, 'Bad FORM Payload provided'],
    ['a file that breaks off', MULTIPART, `${field('body', 'b')}${file('a.txt', 'half')}`, 'Bad Attachment'],
    [
      'an empty attachment',
      MULTIPART,
      `${field('body', 'b')}${file('a.txt', '').replace('"file"', '"attachment"')}\r\n--b--`,
      'Bad FORM',
    ],
    [
      'a large file',
      MULTIPART,
      `${field('body', 'b')}${file('a.txt', 'x'.repeat(1024 * 1024 + 1))}\r\n--b--`,
      'Bad Attachment',
    ],
    ['seven files', MULTIPART, `${field('body', 'b')}${`${file('a.txt', 'x')}\r\n`.repeat(7)}--b--`, 'Bad Attachment'],
    ['too many fields', 'application/x-www-form-urlencoded', 'a=1&'.repeat(1001), 'Bad FORM Payload provided'],
    ['too many parts', MULTIPART, `${field('a', '1').repeat(1001)}--b--`, 'Bad FORM Payload provided'],
    ['another type', 'application/xml', '<body/>', 'Payload lacks minimum requirements'],
  ])('form: %s', async (_, type, body, message) => {
    const answer = await exchangeBytes(server.port, post('/notify', type, body));
    expect([statusOf(answer), answer.split('\r\n\r\n')[1]]).toEqual([400, expect.stringContaining(message)]);
    expect(await eventually(() => server.leftovers().length === 0)).toBe(true);
  });

  it('forms may be in pieces and in no proper UTF-8', async () => {
    const chunked = 'POST /notify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n';
    const body = `urls=json://${target.address}/chunked&body=hello`;
    const pieces = `${chunked}Content-Type: application/x-www-form-urlencoded\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    expect(statusOf(await exchangeBytes(server.port, pieces))).toBe(200);
    const invalid = Buffer.concat([Buffer.from('body=a'), Buffer.from([0xff, 0xfe])]);
    expect(
      statusOf(await exchangeBytes(server.port, post('/notify', 'application/x-www-form-urlencoded', invalid))),
    ).toBe(204);
  });

  it('file names cannot leave the directory', async () => {
    const body = `${field('urls', `json://${target.address}/named`)}${file('../../evil\0.txt', 'x')}\r\n--b--`;
    expect(statusOf(await exchangeBytes(server.port, post('/notify', MULTIPART, body)))).toBe(200);
    expect(target.received.at(-1)?.body).toContain('"filename":"evil.txt"');
    expect(await eventually(() => server.leftovers().length === 0)).toBe(true);
  });
});

describe('keys and paths', () => {
  it.each([
    ['up', '..'],
    ['up, encoded', '%2e%2e'],
    ['a path', '..%2f..%2fetc%2fpasswd'],
    ['a null byte', 'a%00b'],
    ['a line break', 'a%0d%0aSet-Cookie:x'],
    ['10 kB', 'k'.repeat(10_000)],
    ['no UTF-8', '%ff'],
    ['markup', '%3Cscript%3E'],
    ['a blank', 'a%20b'],
  ])('%s is no key', async (_, key) => {
    for (const path of ['/add/', '/del/', '/get/', '/notify/', '/cfg/']) {
      const answer = await exchangeBytes(server.port, post(path + key, 'application/json', '{}'));
      expect(statusOf(answer)).toBe(404);
    }
    expect(
      statusOf(
        await exchangeBytes(server.port, `GET /json/urls/${key} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
      ),
    ).toBe(404);
  });

  it('puts nothing of a query or a cookie into headers that is no key', async () => {
    const answer = await server.call('/?key=a%0d%0aX-Evil:1&theme=%0d%0a', {
      headers: { Cookie: 'key=a b; theme=<x>' },
    });
    expect(answer.headers.get('x-evil')).toBeNull();
    expect(answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])).toEqual(['key=apprise', 'theme=light']);
  });
});

/** The beginning of a request whose payload is not there yet. */
const head = (type: string): string =>
  `POST /notify HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 100000\r\n\r\n`;

describe('requests', () => {
  it.each([
    ['nonsense', 'NONSENSE\r\n\r\n', 400],
    ['a bad header', 'GET /status HTTP/1.1\r\nHost: x\r\nBad Header: x\r\n\r\n', 400],
    ['a length that is none', 'POST /notify HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n', 400],
    ['two lengths', 'POST /notify HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    ['headers without end', `GET /status HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
    ['a method of its own', 'FOO /status HTTP/1.1\r\nHost: x\r\n\r\n', 405],
    ['a method of its own, nowhere', 'FOO /nowhere HTTP/1.1\r\nHost: x\r\n\r\n', 404],
    ['a tunnel', 'CONNECT elsewhere:80 HTTP/1.1\r\nHost: x\r\n\r\n', 404],
    ['no host', 'GET /status HTTP/1.1\r\n\r\n', 400],
    ['a host that is none', 'GET /status HTTP/1.1\r\nHost: <script>\r\nConnection: close\r\n\r\n', 400],
    ['the old protocol', 'GET /status HTTP/1.0\r\n\r\n', 200],
    ['an absolute address', 'GET http://x/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 200],
  ])('%s', async (_, request, status) => {
    const answer = await exchangeBytes(server.port, request);
    expect(statusOf(answer)).toBe(status);
  });

  it('tells what is allowed to unknown methods too', async () => {
    expect(await exchangeBytes(server.port, 'FOO /notify/key HTTP/1.1\r\nHost: x\r\n\r\n')).toContain(
      '\r\nAllow: POST, OPTIONS\r\n',
    );
  });

  it('answers only hosts that are served', async () => {
    const choosy = await startServer({ ALLOWED_HOSTS: 'good.example .below.example' });
    const ask = async (host: string): Promise<number> =>
      statusOf(await exchangeBytes(choosy.port, `GET /status HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    expect(await ask('good.example')).toBe(200);
    expect(await ask('GOOD.example:8000')).toBe(200);
    expect(await ask('deep.below.example')).toBe(200);
    expect(await ask('bad.example')).toBe(400);
    expect(await ask('good.example.bad.example')).toBe(400);
    await choosy.close();
  });

  it('may be left without an answer when they are for nothing', async () => {
    const strict = await startServer({ STRICT_MODE: 'yes' });
    const ask = (line: string): Promise<string> =>
      exchangeBytes(strict.port, `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(await ask('GET /wp-login.php')).toBe('');
    expect(await ask('GET /notify')).toBe('');
    expect(statusOf(await ask('GET /status'))).toBe(200);
    await strict.close();
  });

  it('does not wait for slow payloads forever', async () => {
    const answer = await exchangeBytes(server.port, head(MULTIPART) + file('slow.txt', 'begins'));
    expect(statusOf(answer)).toBe(408);
    expect(await eventually(() => server.leftovers().length === 0)).toBe(true);
  });

  it('leaves nothing behind of callers who go away', async () => {
    await abandon(server.port, head(MULTIPART) + file('gone.txt', 'x'.repeat(50_000)));
    await abandon(server.port, `${head('application/json')}{"body":`);
    await abandon(server.port, `${head('application/x-www-form-urlencoded')}body=`);
    expect(await eventually(() => server.leftovers().length === 0)).toBe(true);
    expect((await server.call('/status')).status).toBe(200);
    expect((await server.call('/metrics')).text).toContain('apprise_requests_in_flight 1\n');
    expect(server.log.filter((line) => line.includes('ERROR'))).toEqual([]);
  });
});
