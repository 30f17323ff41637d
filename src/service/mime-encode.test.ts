import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filenameOf, headerOf, readMail } from '../../tests/support/mails.ts';
import { encodeMime } from './mime-encode.ts';
import type { MimePart } from './mime.ts';

function encode(part: MimePart): string {
  let count = 0;
  const chunks = encodeMime(part, () => `=_${++count}`);
  return [...chunks].filter((chunk) => typeof chunk === 'string').join('');
}

const oneLine = (text: string): string => text.replace(/[\u0000-\u001F\u007F-\u009F]+/g, ' ').trim();
const unicode = fc.string({ unit: 'grapheme', maxLength: 300 });

/** Any text, and such as tries to be more than the value of a header. */
const hostile = fc.oneof(
  unicode,
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constantFrom(
    'a\r\nBcc: eve@example.com',
    'a\nBcc: eve@example.com',
    'a\rBcc: eve',
    '\r\n\r\nbody',
    '=?utf-8?b?YQ==?=',
  ),
);

describe('headers', () => {
  test.each([
    ['plain text stays as it is', 'Disk full', 'Subject: Disk full'],
    ['nothing is nothing', '', 'Subject: '],
    ['other text is encoded', 'Žluťoučký kůň', 'Subject: =?utf-8?b?xb1sdcWlb3XEjWvDvSBrxa/FiA==?='],
    ['what looks encoded is encoded', '=?x?=', 'Subject: =?utf-8?b?PT94Pz0=?='],
    ['line breaks are blanks', 'one\r\nBcc: eve@example.com', 'Subject: one Bcc: eve@example.com'],
  ])('%s', (_, subject, line) => {
    const mail = encode({ type: 'text/plain', headers: [['Subject', subject]], content: 'x' });
    expect(mail.split('\r\n')[0]).toBe(line);
  });

  test.each([
    [{ address: 'ann@example.com' }, 'ann@example.com'],
    [{ name: 'Ann', address: 'ann@example.com' }, 'Ann <ann@example.com>'],
    [{ name: 'Doe, "Ann"', address: 'ann@example.com' }, '"Doe, \\"Ann\\"" <ann@example.com>'],
    [{ name: 'Žofie', address: 'ann@example.com' }, '=?utf-8?b?xb1vZmll?= <ann@example.com>'],
    [{ name: 'x>\r\nBcc: e@x', address: 'a@x>\r\nBcc: eve@example.com' }, '"x> Bcc: e@x" <a@x>Bcc:eve@example.com>'],
  ])('the address of %j', (mailbox, shown) => {
    const mail = encode({
      type: 'text/plain',
      headers: [['To', [mailbox, { address: 'bob@example.com' }]]],
      content: '',
    });
    expect(mail.split('\r\nMIME-Version')[0]).toBe(`To: ${shown}, bob@example.com`);
  });

  test('no one else says how a message is encoded', () => {
    const headers = [
      ['Content-Type', 'text/html'],
      ['mime-version', '2.0'],
      ['X: y\r\nContent-Type', 'a'],
    ] as const;
    const mail = readMail(encode({ type: 'text/plain', headers, content: 'x' }));
    expect(mail.headers).toEqual([
      ['xycontent-type', 'a'],
      ['mime-version', '1.0'],
      ['content-type', 'text/plain; charset="utf-8"'],
      ['content-transfer-encoding', 'quoted-printable'],
    ]);
  });

  test('whatever a value holds, it reads back and begins no other header', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (subject, name, filename) => {
        const content: MimePart = { type: 'text/plain', disposition: 'attachment', filename, content: 'x' };
        const headers = [
          ['Subject', subject],
          ['From', [{ name, address: 'ann@example.com' }]],
        ] as const;
        const source = encode({ type: 'multipart/mixed', headers, content: [content] });
        expect(source).toMatch(/^[\r\n\t -~]*$/);
        expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        for (const line of source.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
        const mail = readMail(source);
        expect(mail.headers.map(([known]) => known)).toEqual(['subject', 'from', 'mime-version', 'content-type']);
        expect(headerOf(mail, 'subject')?.trim()).toBe(oneLine(subject).toWellFormed());
        expect(headerOf(mail, 'from')).toMatch(/(^|<)ann@example\.com>?$/);
        expect(filenameOf(mail.parts[0]!)).toBe(oneLine(filename).toWellFormed());
      }),
    );
  });
});

describe('content', () => {
  test.each([
    [
      'mostly ASCII stays readable',
      'Grüße: a = b, whatever else',
      'quoted-printable',
      'Gr=C3=BC=C3=9Fe: a =3D b, whatever else',
    ],
    ['other scripts are shorter in base64', '日本語', 'base64', '5pel5pys6Kqe'],
    ['blanks at the end of a line are kept', 'a \nb', 'quoted-printable', 'a=20\r\nb'],
  ])('%s', (_, text, encoding, body) => {
    const [head = '', shown] = encode({ type: 'text/plain', content: text }).split('\r\n\r\n');
    expect(head).toContain(`Content-Transfer-Encoding: ${encoding}`);
    expect(shown?.replace(/\r\n$/, '')).toBe(body);
  });

  test('any text and any bytes read back, in lines that are short enough', () => {
    fc.assert(
      fc.property(unicode, fc.uint8Array({ maxLength: 300 }), (text, bytes) => {
        const source = encode({
          type: 'multipart/mixed',
          content: [
            { type: 'text/plain', content: text },
            { type: 'application/octet-stream', content: bytes },
          ],
        });
        for (const line of source.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
        const [first, second] = readMail(source).parts;
        expect(first?.content.toString().replace(/\r\n/g, '\n')).toBe(text.toWellFormed().replace(/\r\n/g, '\n'));
        expect(second?.content).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test.each(['x', 'xxxxxxxxx=', 'é'])('is linear in lines of %j', (unit) => {
    const content = unit.repeat(2 ** 21 / unit.length);
    const started = performance.now();
    encode({ type: 'text/plain', content });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('a file stands in the message as what is to follow', () => {
    const file = { name: 'a.bin', type: 'x/y', size: 3, source: { path: '/nowhere' } };
    expect([...encodeMime({ type: 'x/y; boundary=a\r\nBcc: e', content: file }, () => '')]).toEqual([
      'MIME-Version: 1.0\r\n',
      'Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n',
      file,
      '\r\n',
    ]);
  });
});
