import { assert, property, uniqueArray, nat } from 'fast-check';
import { expect, test } from 'vitest';
import { StreamReader, type Element } from './reader.ts';

const HEAD = "<?xml version='1.0'?>\n<stream:stream xmlns='jabber:client' xmlns:stream='urn:streams' id=\"a>b\">";
const MESSAGE =
  "<message from='bob@example' to=\"ann@example\"><body>1 &lt; 2 &amp;&#x41;&#66; é 😀</body><x xmlns='urn:x'><y/><z:z xmlns:z='urn:z' z:a='&apos;'/></x></message>";

const read = (text: string): Element[] => new StreamReader().read(Buffer.from(text));
const readAll = (pieces: readonly Uint8Array[]): Element[] => {
  const reader = new StreamReader();
  return pieces.flatMap((piece) => reader.read(piece));
};

test('the head of a stream, stanzas and the end', () => {
  const reader = new StreamReader();
  const [head, message, presence] = reader.read(Buffer.from(`${HEAD} ${MESSAGE}\n<presence />`));
  expect(head).toMatchObject({ name: 'stream', namespace: 'urn:streams', children: [] });
  expect(head?.attributes.get('id')).toBe('a>b');
  expect(message).toMatchObject({
    name: 'message',
    namespace: 'jabber:client',
    children: [
      { name: 'body', namespace: 'jabber:client', text: '1 < 2 &AB é 😀' },
      {
        name: 'x',
        namespace: 'urn:x',
        children: [
          { name: 'y', namespace: 'urn:x' },
          { name: 'z', namespace: 'urn:z' },
        ],
      },
    ],
  });
  expect(message?.children[1]?.children[1]?.attributes.get('z:a')).toBe("'");
  expect(presence?.name).toBe('presence');
  expect(reader.isEnded).toBe(false);
  expect(reader.read(Buffer.from('</stream:stream><iq/>'))).toEqual([]);
  expect(reader.isEnded).toBe(true);
});

test('it does not matter how it comes', () => {
  const bytes = Buffer.from(HEAD + MESSAGE);
  const whole = readAll([bytes]);
  assert(
    property(uniqueArray(nat(bytes.length), { maxLength: 12 }), (cuts) => {
      const ends = [...cuts.toSorted((one, other) => one - other), bytes.length];
      expect(readAll(ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end)))).toEqual(whole);
    }),
  );
  expect(readAll(Array.from(bytes, (byte) => Buffer.of(byte)))).toEqual(whole);
});

test.each([
  ['no XML', 'HTTP/1.1 400 Bad Request'],
  ['a text between stanzas', `${HEAD}hello`],
  ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${HEAD}`],
  ['an entity of its own', `${HEAD}<message><body>&a;</body></message>`],
  ['an entity without an end', `${HEAD}<message><body>a & b</body></message>`],
  ['a character that is none', `${HEAD}<message><body>&#x110000;</body></message>`],
  ['a comment', `${HEAD}<!-- x -->`],
  ['an instruction', `${HEAD}<?php ?>`],
  ['the wrong end', `${HEAD}<message></body>`],
  ['an end too many', '</message>'],
  ['a prefix that is not declared', `${HEAD}<a:b/>`],
  ['an attribute twice', `${HEAD}<b c='1' c='2'/>`],
  ['an attribute without quotes', `${HEAD}<b c=1/>`],
  ['a tag in a tag', `${HEAD}<b <c/>`],
  ['no end of depth', HEAD + '<a>'.repeat(64)],
  ['no end of a text', `${HEAD}<message><body>${'x'.repeat(1024 * 1024)}`],
  ['no end of a tag', `${HEAD}<message a='${'>'.repeat(1024 * 1024)}`],
  ['no end of elements', `${HEAD}<message>${'<a/>'.repeat(300_000)}`],
])('refused: %s', (_, text) => expect(() => read(text)).toThrow(SyntaxError));

test('refused: what is no UTF-8', () => {
  expect(() => new StreamReader().read(Buffer.concat([Buffer.from(`${HEAD}<a>`), Buffer.of(0xff)]))).toThrow(TypeError);
});

test('blanks between stanzas are not kept, however many', () => {
  const reader = new StreamReader();
  reader.read(Buffer.from(HEAD));
  for (let count = 0; count < 20; count++) expect(reader.read(Buffer.from(' \n'.repeat(50_000)))).toEqual([]);
  expect(reader.read(Buffer.from('<iq/>'))).toHaveLength(1);
});
