import type { Find } from '../peer.ts';

/** Commands of SMPP 3.4; replies have the highest bit set. */
export const BIND_TRANSMITTER = 0x02;
export const SUBMIT = 0x04;
export const UNBIND = 0x06;
export const ENQUIRE_LINK = 0x15;
export const REPLY = 0x8000_0000;

const HEADER_BYTES = 16;
const VERSION = 0x34;
const INTERNATIONAL = 1;
const WITH_HEADER = 0x40;
const MAX_PACKET_BYTES = 65_536;

export interface Packet {
  readonly command: number;
  readonly status: number;
  readonly sequence: number;
}

export function encodePacket(command: number, sequence: number, body: Uint8Array = new Uint8Array()): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(HEADER_BYTES + body.length, 0);
  header.writeUInt32BE(command, 4);
  header.writeUInt32BE(sequence, 12);
  return Buffer.concat([header, body]);
}

/** Finds a packet; one of an impossible length is found as what refuses. */
export const findPacket: Find<Packet> = (received) => {
  if (received.length < HEADER_BYTES) return undefined;
  const bytes = received.readUInt32BE(0);
  const isSane = bytes >= HEADER_BYTES && bytes <= MAX_PACKET_BYTES;
  if (isSane && received.length < bytes) return undefined;
  const [command, status, sequence] = [4, 8, 12].map((offset) => received.readUInt32BE(offset));
  if (!isSane) return { value: { command: REPLY, status: 1, sequence: 0 }, bytes: received.length };
  return { value: { command: command!, status: status!, sequence: sequence! }, bytes };
};

/** A text that ends with a zero, and so cannot have one in it. */
const text = (value: string): Buffer => Buffer.from(`${value.replaceAll('\0', '')}\0`, 'latin1');

export const bindBody = (user: string, password: string): Buffer =>
  Buffer.concat([text(user), text(password), text(''), Buffer.from([VERSION, 0, 0]), text('')]);

/** Puts the parts of one text together again: eight bits of reference, how many, and which. */
export const partHeader = (reference: number, count: number, number: number): Buffer =>
  Buffer.from([5, 0, 3, reference, count, number]);

export const submitBody = (
  source: string,
  destination: string,
  coding: number,
  content: Uint8Array,
  hasHeader: boolean,
): Buffer =>
  Buffer.concat([
    text(''),
    Buffer.from([INTERNATIONAL, 0]),
    text(source),
    Buffer.from([INTERNATIONAL, 0]),
    text(destination),
    Buffer.from([hasHeader ? WITH_HEADER : 0, 0, 0]),
    text(''),
    text(''),
    Buffer.from([1, 0, coding, 0, content.length]),
    content,
  ]);
