import { escapeXml } from '../../text/xml.ts';
import type { Element } from './reader.ts';

export const STREAMS = 'http://etherx.jabber.org/streams';
export const TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
export const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
export const CHANNEL_BINDING = 'urn:xmpp:sasl-cb:0';
export const BIND = 'urn:ietf:params:xml:ns:xmpp-bind';
export const SESSION = 'urn:ietf:params:xml:ns:xmpp-session';
const PING = 'urn:xmpp:ping';
const ROSTER = 'jabber:iq:roster';
const ROOMS = 'http://jabber.org/protocol/muc';
const IN_ROOMS = `${ROOMS}#user`;

/** In the presence of somebody in a room: it is one's own; the room was made for it. */
const OWN_PRESENCE = '110';
const NEW_ROOM = '201';

/** Characters that XML cannot hold in any way. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A text as it comes out of XML. */
const readable = (text: string): string => text.toWellFormed().replace(/\r\n?/g, '\n').replace(NOT_IN_XML, '');
const content = (text: string): string => escapeXml(readable(text));

/** A text as the value of an attribute. */
export const attribute = (text: string): string => content(text).replace(/[\t\n]/g, ' ');

const attributes = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}='${attribute(value)}'`))
    .join('');

/** A request to the server, or to whom it names. */
export const query = (type: 'get' | 'set', id: string, to: string | undefined, payload: string): string =>
  `<iq${attributes({ type, id, to })}>${payload}</iq>`;

export const bindPayload = (resource: string | undefined): string =>
  `<bind xmlns='${BIND}'>${resource === undefined ? '' : `<resource>${content(resource)}</resource>`}</bind>`;
export const SESSION_PAYLOAD = `<session xmlns='${SESSION}'/>`;
export const PING_PAYLOAD = `<ping xmlns='${PING}'/>`;
export const ROSTER_PAYLOAD = `<query xmlns='${ROSTER}'/>`;

/** Is there, but is nobody to whom messages for the account would go. */
export const PRESENCE = '<presence><priority>-1</priority></presence>';

/** Enters a room, without what was said before. */
export const joining = (occupant: string, id: string): string =>
  `<presence${attributes({ id, to: occupant })}><x xmlns='${ROOMS}'><history maxstanzas='0'/></x></presence>`;

export const leaving = (occupant: string): string => `<presence${attributes({ type: 'unavailable', to: occupant })}/>`;

export interface Saying {
  readonly to: string;
  readonly id: string;
  readonly type: 'chat' | 'groupchat';
  readonly subject: string | undefined;
  readonly text: string;
}

export const message = ({ to, id, type, subject, text }: Saying): string =>
  `<message${attributes({ type, id, to })}>` +
  `${subject === undefined ? '' : `<subject>${content(subject)}</subject>`}<body>${content(text)}</body></message>`;

const CANNOT = "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";

/** What is answered to a request of others: that one is there, or that one cannot do what they want. */
export function answer(stanza: Element): string | undefined {
  const type = stanza.attributes.get('type');
  if (stanza.name !== 'iq' || (type !== 'get' && type !== 'set')) return undefined;
  const isPing = stanza.children.some(({ namespace }) => namespace === PING);
  const address = { id: stanza.attributes.get('id'), to: stanza.attributes.get('from') };
  return isPing
    ? `<iq${attributes({ type: 'result', ...address })}/>`
    : `<iq${attributes({ type: 'error', ...address })}>${CANNOT}</iq>`;
}

export const child = (element: Element, name: string, namespace?: string): Element | undefined =>
  element.children.find((one) => one.name === name && (namespace === undefined || one.namespace === namespace));

export const isError = ({ attributes }: Element): boolean => attributes.get('type') === 'error';

/** Whether it is the answer to a request, good or bad. */
export const isAnswerTo = (id: string, { name, attributes }: Element): boolean =>
  name === 'iq' && attributes.get('id') === id && ['result', 'error'].includes(attributes.get('type') ?? '');

const bare = (jid: string): string => jid.split('/', 1)[0]!.toLowerCase();
export const isFrom = (jid: string, { attributes }: Element): boolean =>
  bare(attributes.get('from') ?? '') === bare(jid);

const statusesOf = (presence: Element): (string | undefined)[] =>
  child(presence, 'x', IN_ROOMS)?.children.map(({ attributes }) => attributes.get('code')) ?? [];

/** Whether it tells what came of entering a room. */
export const isJoined = (room: string, stanza: Element): boolean =>
  stanza.name === 'presence' &&
  isFrom(room, stanza) &&
  (isError(stanza) || (!stanza.attributes.has('type') && statusesOf(stanza).includes(OWN_PRESENCE)));

export const isNewRoom = (presence: Element): boolean => statusesOf(presence).includes(NEW_ROOM);

/** Whether it is what a room has made of one's own message: told it to all, or refused it. */
export const isEcho = ({ to, id, text }: Saying, occupant: string, stanza: Element): boolean =>
  stanza.name === 'message' &&
  isFrom(to, stanza) &&
  (stanza.attributes.get('id') === id ||
    // Some rooms give messages other ids.
    (stanza.attributes.get('from') === occupant && child(stanza, 'body')?.text === readable(text)));
