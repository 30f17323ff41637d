import { array, assert, constantFrom, nat, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, MultipartParser, parseParameters } from './multipart.ts';

interface Part {
  readonly disposition: string | undefined;
  content: string;
  ended: boolean;
}

function parse(pieces: readonly (string | Buffer)[], boundary = 'b'): Part[] {
  const parser = new MultipartParser(boundary);
  const parts: Part[] = [];
  for (const piece of pieces)
    for (const event of parser.push(Buffer.from(piece))) {
      if (event.kind === 'part') {
        parts.push({ disposition: event.headers.get('content-disposition'), content: '', ended: false });
        continue;
      }
      const part = parts.at(-1)!;
      if (event.kind === 'data') part.content += event.bytes.toString('latin1');
      else part.ended = true;
    }
  return parts;
}

const part = (name: string, content: string): string => `--b\r\nContent-Disposition: ${name}\r\n\r\n${content}\r\n`;

describe('MultipartParser', () => {
  it('reads parts in order', () => {
    expect(parse([`preamble\r\n${part('one', 'first')}${part('two', '')}--b--\r\nepilogue`])).toEqual([
      { disposition: 'one', content: 'first', ended: true },
      { disposition: 'two', content: '', ended: true },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['no delimiter', 'garbage'],
    ['only the closing delimiter', '--b--\r\n'],
    ['another boundary', part('one', 'x').replaceAll('--b', '--c')],
    ['headers without end', `--b\r\nContent-Disposition: ${'x'.repeat(10_000)}`],
    ['headers that are too long', part('x'.repeat(10_000), 'x')],
    ['a delimiter line without end', `--b${' '.repeat(10_000)}\r\n\r\nx\r\n--b--`],
  ])('finds no part in %s', (_, body) => expect(parse([body])).toEqual([]));

  it('keeps what came before the body broke off, but without its end', () => {
    expect(parse([part('one', 'first'), '--b\r\nContent-Disposition: two\r\n\r\nhalf and no delimiter'])).toEqual([
      { disposition: 'one', content: 'first', ended: true },
      { disposition: 'two', content: 'half and no delim', ended: false },
    ]);
  });

  it('takes nothing but a delimiter for one', () => {
    const tricky = '\r\n--\r\n\r\n-b\r\n--a--b\n--b\r--b';
    expect(parse([part('one', tricky), '--b--'])).toEqual([{ disposition: 'one', content: tricky, ended: true }]);
  });

  it('reads a part without headers', () => {
    expect(parse(['--b\r\n\r\nbare\r\n--b--'])).toEqual([{ disposition: undefined, content: 'bare', ended: true }]);
  });

  it('does not depend on how the body is cut into pieces', () => {
    const content = string({ unit: constantFrom('\r', '\n', '-', 'b', 'x'), maxLength: 40 });
    assert(
      property(array(content, { maxLength: 4 }), array(nat(300), { maxLength: 8 }), (contents, cuts) => {
        const body = `${contents.map((text) => part('p', text)).join('')}--b--\r\n`;
        const places = [0, ...cuts.map((cut) => cut % body.length).toSorted((a, b) => a - b), body.length];
        const pieces = places.slice(1).map((place, index) => body.slice(places[index], place));
        expect(parse(pieces)).toEqual(parse([body]));
      }),
    );
  });
});

describe('parseParameters', () => {
  it.each([
    ['form-data; name="a"; filename="b c.txt"', { name: 'a', filename: 'b c.txt' }],
    ['form-data; NAME=a;filename=b.txt', { name: 'a', filename: 'b.txt' }],
    [
      String.raw`form-data; name="say \"hi\""; filename="C:\dir\x.txt"`,
      { name: 'say "hi"', filename: String.raw`C:\dir\x.txt` },
    ],
    ['form-data; name="never closed; filename=x', { name: 'never closed; filename=x' }],
    ['form-data; name=""', { name: '' }],
    ['form-data', {}],
  ])('reads %s', (header, expected) => expect(Object.fromEntries(parseParameters(header))).toEqual(expected));

  it('takes linear time', () => {
    const started = performance.now();
    parseParameters(`form-data${';x="'.repeat(200_000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('finds the boundary of a media type', () => {
    expect(boundaryOf('multipart/form-data; boundary="x y"; charset=utf-8')).toBe('x y');
    expect(boundaryOf('multipart/form-data')).toBeUndefined();
    expect(boundaryOf('multipart/form-data; boundary=')).toBeUndefined();
  });
});
