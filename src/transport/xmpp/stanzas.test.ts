import { expect, test } from 'vitest';
import { StreamReader } from './reader.ts';
import { answer, isEcho, isJoined, message, type Saying } from './stanzas.ts';

const ROOM = 'ops@rooms.example';
const saying: Saying = { to: ROOM, id: 'one', type: 'groupchat', subject: undefined, text: 'a\r\nb' };

const stanzaOf = (xml: string) =>
  new StreamReader().read(Buffer.from(`<stream:stream xmlns='jabber:client' xmlns:stream='urn:s'>${xml}`))[1]!;

const status = (code: number): string =>
  `<x xmlns='http://jabber.org/protocol/muc#user'><item/><status code='${code}'/></x>`;

test.each([
  ['one is there', `<presence from='${ROOM}/ann'>${status(110)}</presence>`, true],
  ['somebody else is there', `<presence from='${ROOM}/bob'>${status(100)}</presence>`, false],
  [
    'one has left, which comes late',
    `<presence type='unavailable' from='${ROOM}/ann'>${status(110)}</presence>`,
    false,
  ],
  ['one is not let in', `<presence type='error' from='Ops@rooms.example/ann'><error/></presence>`, true],
  ['one is in another room', `<presence from='dev@rooms.example/ann'>${status(110)}</presence>`, false],
  ['somebody speaks', `<message from='${ROOM}/ann'>${status(110)}</message>`, false],
])('entering a room: %s', (_, xml, expected) => expect(isJoined(ROOM, stanzaOf(xml))).toBe(expected));

test.each([
  ['it is told', `<message id='one' from='${ROOM}/ann'><body>changed</body></message>`, true],
  ['it is told under another id', `<message id='two' from='${ROOM}/ann'><body>a\nb</body></message>`, true],
  ['somebody says the same', `<message id='two' from='${ROOM}/bob'><body>a\nb</body></message>`, false],
  ['one has said something else', `<message id='two' from='${ROOM}/ann'><body>b</body></message>`, false],
  ['it is refused', `<message id='one' type='error' from='${ROOM}'><error/></message>`, true],
  ['it comes from elsewhere', `<message id='one' from='eve@rooms.example'><body>a\nb</body></message>`, false],
])('speaking in a room: %s', (_, xml, expected) => {
  expect(isEcho(saying, `${ROOM}/ann`, stanzaOf(xml))).toBe(expected);
});

test.each([
  [
    'a ping',
    "<iq type='get' id='&lt;' from='a@b'><ping xmlns='urn:xmpp:ping'/></iq>",
    "<iq type='result' id='&lt;' to='a@b'/>",
  ],
  ['a request', "<iq type='set' id='1'><x xmlns='urn:x'/></iq>", "<iq type='error' id='1'><error type='cancel'>"],
])('%s is answered', (_, xml, expected) => expect(answer(stanzaOf(xml))).toContain(expected));

test.each(["<iq type='result' id='1'/>", "<iq type='error' id='1'/>", "<message type='chat'/>"])(
  'no answer to %s',
  (xml) => expect(answer(stanzaOf(xml))).toBeUndefined(),
);

test('what is said comes out as it was', () => {
  const said = { ...saying, to: `a&b'<@c`, subject: '</subject>', text: `</body><body>&amp; "'😀` };
  const stanza = stanzaOf(message(said));
  expect(stanza.attributes.get('to')).toBe(said.to);
  expect(stanza.children.map(({ name, text }) => [name, text])).toEqual([
    ['subject', said.subject],
    ['body', said.text],
  ]);
});
