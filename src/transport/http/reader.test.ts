import { array, assert, constantFrom, nat, property, uniqueArray } from 'fast-check';
import { expect, test } from 'vitest';
import { TransportError } from './errors.ts';
import { ReplyReader } from './reader.ts';

interface Taken {
  readonly status: number | undefined;
  readonly body: string;
  readonly done: boolean;
  readonly truncated: boolean;
  readonly reusable: boolean;
}

/** Reads a reply that comes in the given pieces, and possibly an end. */
function take(pieces: readonly string[], { ends = false, withoutBody = false, maxBytes = Infinity } = {}): Taken {
  const reader = new ReplyReader();
  let body = '';
  const receive = (buffer: Buffer, start: number, end: number): boolean => {
    body += buffer.toString('latin1', start, end);
    return body.length <= maxBytes;
  };
  reader.expect({ begin: () => undefined, receive }, withoutBody);
  for (const piece of pieces) {
    // What an earlier reply left in the shared buffer must never be looked at.
    const buffer = Buffer.from(`${piece}\r\n\r\nleftover`, 'latin1');
    reader.read(buffer, piece.length);
  }
  if (ends) reader.readEnd();
  const { head, done, truncated, reusable } = reader;
  return { status: head?.status, body, done, truncated, reusable };
}

const LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world';
const CHUNKED =
  'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n006;note="a;b"\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n';
const INTERIM = `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${LENGTH}`;

test.each([
  ['a length', LENGTH, 200],
  ['chunks', CHUNKED, 201],
  ['interim replies before it', INTERIM, 200],
  ['a long head', LENGTH.replace('\r\n', `\r\nX-Long: ${'a'.repeat(9000)}\r\n`), 200],
])('reads a reply with %s, however it is cut', (_what, text, status) => {
  assert(
    property(uniqueArray(nat(text.length), { maxLength: 12 }), (cuts) => {
      const borders = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const pieces = borders.slice(1).map((border, index) => text.slice(borders[index], border));
      expect(take(pieces)).toEqual({ status, body: 'hello world', done: true, truncated: false, reusable: true });
    }),
  );
});

test.each([
  ['204', 'HTTP/1.1 204 No Content\r\n\r\n', {}],
  ['304', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', {}],
  ['a reply to HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', { withoutBody: true }],
  ['a length of zero', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', {}],
])('expects no body with %s', (_what, text, options) => {
  expect(take([text], options)).toMatchObject({ body: '', done: true, reusable: true });
});

test('takes what comes until the end when nothing says how much it is', () => {
  const text = 'HTTP/1.1 200 OK\r\n\r\nhello';
  expect(take([text])).toMatchObject({ done: false });
  expect(take([text], { ends: true })).toMatchObject({ body: 'hello', done: true, truncated: false, reusable: false });
});

test('tells when the body ends too early', () => {
  expect(take([LENGTH.slice(0, -3)], { ends: true })).toMatchObject({ body: 'hello wo', done: true, truncated: true });
  expect(take([CHUNKED.slice(0, -9)], { ends: true })).toMatchObject({ done: true, truncated: true });
  expect(take(['HTTP/1.1 200 OK\r\n'], { ends: true })).toMatchObject({ status: undefined, done: false });
});

test('stops when no more is wanted', () => {
  expect(take([LENGTH], { maxBytes: 10 })).toMatchObject({ done: true, truncated: true, reusable: false });
});

test('does not reuse a connection on which more came than the reply', () => {
  expect(take([`${LENGTH}HTTP/1.1 200 OK\r\n`])).toMatchObject({ body: 'hello world', done: true, reusable: false });
  expect(take([CHUNKED, 'x'])).toMatchObject({ body: 'hello world', done: true, reusable: false });
});

const chunked = (rest: string): string => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${rest}`;
test.each([
  ['a head without end', ['HTTP/1.1 200 OK\r\nX: ', 'a'.repeat(70_000)]],
  ['a protocol switch', ['HTTP/1.1 101 Switching Protocols\r\n\r\n']],
  ['a chunk without a size', [chunked('\r\nhello')]],
  ['a size that is no number', [chunked('5x\r\nhello')]],
  ['a negative size', [chunked('-5\r\nhello')]],
  ['a size beyond all measure', [chunked('fffffffffffffffff\r\n')]],
  ['a size line without end', [chunked('5;'), ';'.repeat(5000)]],
  ['a chunk longer than told', [chunked('5\r\nhello world\r\n0\r\n\r\n')]],
  ['a size line ended by a bare newline', [chunked('5\nhello')]],
  ['a trailer without end', [chunked('0\r\n'), 'X: y\r\n'.repeat(20_000)]],
])('refuses %s', (_what, pieces) => {
  expect(() => take(pieces)).toThrow(expect.objectContaining({ code: 'protocol' }));
});

test('reads or refuses whatever comes', () => {
  const scraps = [
    'HTTP/1.1 200 OK',
    '\r\n',
    '\r\n\r\n',
    'Content-Length: ',
    'Transfer-Encoding: chunked',
    '5',
    '0',
    'x',
    '\n',
    ':',
    ' ',
  ];
  assert(
    property(array(constantFrom(...scraps), { maxLength: 30 }), (pieces) => {
      try {
        take(pieces, { ends: true });
        return true;
      } catch (error) {
        return error instanceof TransportError;
      }
    }),
  );
});
