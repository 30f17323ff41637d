import { Random } from './random.ts';

const METHODS = [...Array<string>(12).fill('POST'), 'GET', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'BREW'];
const KEYS = [
  ...Array<string>(12).fill('a'),
  'b',
  'k_2',
  'ü',
  'x'.repeat(128),
  'x'.repeat(129),
  '..',
  '%2e%2e',
  'a%00',
  '%',
  '',
];
const PATHS = [
  '/',
  '/status',
  '/details',
  '/cfg',
  '/metrics',
  '/notify',
  '/_/404',
  '/_/421',
  '/openapi.json',
  '/docs',
  '/s/icon.svg',
  '/s/web-0.js',
  '/s/..%2f..%2fpackage.json',
  '/nothing',
];
const KEYED_PATHS = ['/notify/', '/add/', '/get/', '/del/', '/cfg/', '/json/urls/'];
const NAMES = (
  'stream body title type format tag tags urls config attach attachment attachments all force privacy key theme ' +
  ':a=body :a.b[0]=title :title= :a.[=x __proto__ '
).split(' ');
const CONFIGURATIONS = [
  'a, 2:b=json://localhost/1\nxml://localhost\n',
  'urls:\n  - json://localhost/1:\n      - tag: a, b\n      - tag: c\n  - form://localhost\n',
  'urls: &x\n  - json://localhost/1\n  - *x\n',
  'g = a, b\na=json://localhost\n',
  'include http://localhost/inc\njson://localhost',
  'urls: [[[[{}]]]]',
  '---\nurls: !!binary x',
];
const TEXTS = [
  '',
  ' ',
  'hello',
  'é 😀 \u0000',
  'a, b 2:c:3',
  'a&b|c',
  'markdown',
  'html',
  'text',
  'yaml',
  'auto',
  'warning',
  'yes',
  'None',
  'json://localhost/p?method=PUT',
  'json://u:p@[::1]:1/%zz?+h=1&-q=2&:m=3',
  'forms://localhost, xml://h',
  'json://',
  'http://localhost/file',
  'http://[',
  'data:,x',
  '**b** <i>&amp;</i> [l](u)',
  '<p>'.repeat(50),
  'x'.repeat(3000),
  '\r\nX-Injected: 1',
  '../../etc/passwd',
  ':smile: :x:',
  '%f0%9f',
  '9'.repeat(400),
  ...CONFIGURATIONS,
];
const TYPES = [
  'application/json',
  'application/json; charset=latin-1',
  'application/x-www-form-urlencoded',
  'text/plain',
  '',
  'multipart/form-data; boundary=b',
  'multipart/form-data; boundary="',
  'multipart/form-data',
  'text/html',
  '*/*',
];
const HEADERS = (
  'Accept Accept-Encoding X-Apprise-Log-Level X-Apprise-Recursion-Count X-Apprise-ID Cookie Host Content-Encoding ' +
  'If-None-Match Range X-Forwarded-For Upgrade Expect'
).split(' ');
const HEADER_VALUES = [
  '',
  'gzip',
  'text/html',
  'application/json',
  'DEBUG',
  '-1',
  '0',
  '2',
  '1e3',
  'theme=dark; key=a',
  'key="',
  'x'.repeat(5000),
  '100-continue',
  'localhost:1',
  '*/*;q=0',
  'text/event-stream',
  'text/event-stream;q=0, application/json',
  '\u00e9',
];
const SPLICES = [
  '\r\n',
  '\r\n\r\n',
  '--b',
  '--b--',
  '\0',
  '"',
  '{',
  '[',
  '%',
  '&',
  '=',
  '/',
  ':',
  'Transfer-Encoding: chunked\r\n',
];

function value(random: Random, depth = 0): unknown {
  switch (random.below(depth > 3 ? 6 : 9)) {
    case 0:
      return random.pick([null, true, false]);
    case 1:
      return random.pick([0, -1, 1e308, 0.1, 4294967296]);
    case 6:
      return random.list(4, () => value(random, depth + 1));
    case 7:
      return object(random, depth + 1);
    case 8:
      return { base64: random.pick(['aGVsbG8=', '!', '', 7]), filename: value(random, depth + 1) };
    default:
      return random.pick(TEXTS);
  }
}

const object = (random: Random, depth: number): Record<string, unknown> =>
  Object.fromEntries(random.list(6, () => [random.pick(NAMES), value(random, depth)]));

const pairs = (random: Random): URLSearchParams =>
  new URLSearchParams(random.list(6, (): [string, string] => [random.pick(NAMES), random.pick(TEXTS)]));

function part(random: Random): string {
  const quoted = random.pick(TEXTS).replaceAll(/["\r\n]/g, '');
  const file = random.chance(0.4) ? `; filename="${quoted}"\r\nContent-Type: ${random.pick(TYPES)}` : '';
  return `--b\r\nContent-Disposition: form-data; name="${random.pick(NAMES)}"${file}\r\n\r\n${random.pick(TEXTS)}\r\n`;
}

const multipart = (random: Random): string =>
  random.list(6, () => part(random)).join('') + (random.chance(0.9) ? '--b--\r\n' : '');

function content(random: Random): readonly [type: string, body: string] {
  switch (random.below(5)) {
    case 0:
      return ['application/x-www-form-urlencoded', pairs(random).toString()];
    case 1:
      return ['multipart/form-data; boundary=b', multipart(random)];
    case 2:
      return [random.pick(TYPES), random.pick(TEXTS)];
    default:
      return ['application/json', JSON.stringify(random.chance(0.8) ? object(random, 0) : value(random))];
  }
}

/** Answers need an ending, which a caller that is done announces. */
function framed(random: Random, type: string, body: Buffer): Buffer {
  const headers = random.list(4, () => `${random.pick(HEADERS)}: ${random.pick(HEADER_VALUES)}\r\n`);
  const length = random.chance(0.95) ? body.length : random.pick([0, 1, body.length + 5, -1]);
  const [encoding, bytes] = random.chance(0.9)
    ? [`Content-Length: ${length}`, body]
    : [
        'Transfer-Encoding: chunked',
        Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]),
      ];
  const path = random.chance(0.8) ? random.pick(KEYED_PATHS) + encodeURI(random.pick(KEYS)) : random.pick(PATHS);
  const query = random.chance(0.3) ? `?${pairs(random).toString()}` : '';
  const line = `${random.pick(METHODS)} ${random.chance(0.2) ? '/notify' : path}${query} HTTP/1.1\r\n`;
  const head = `${line}Host: localhost\r\nConnection: close\r\nContent-Type: ${type}\r\n${encoding}\r\n${headers.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

/** What a request looks like after something went wrong with it on its way. */
function damaged(random: Random, request: Buffer): Buffer {
  const at = random.below(request.length);
  const end = at + random.below(20);
  const [before, after] = [request.subarray(0, at), request.subarray(end)];
  switch (random.below(5)) {
    case 0:
      return before;
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, request.subarray(at, end), request.subarray(at)]);
    case 3:
      return Buffer.concat([before, Buffer.from(random.pick(SPLICES)), request.subarray(at)]);
    default:
      return Buffer.concat([before, Buffer.from(random.list(20, () => random.below(256))), after]);
  }
}

/** One request of those that a seed determines: one that fits the interface more or less, every third damaged. */
export function createRequest(seed: number): Buffer {
  const random = new Random(seed);
  const [type, body] = content(random);
  let request = framed(random, type, Buffer.from(body));
  if (random.chance(0.33))
    do request = damaged(random, request);
    while (request.length > 0 && random.chance(0.5));
  return request;
}
