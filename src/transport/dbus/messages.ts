import type { DesktopRequest } from '../../service/protocols.ts';
import type { Find } from '../peer.ts';
import { nonsense, Reader, Writer } from './values.ts';

/** Kinds of messages, and fields of their headers (D-Bus specification, "Message Format"). */
const METHOD_CALL = 1;
export const ERROR = 3;
const PATH = 1;
const INTERFACE = 2;
const MEMBER = 3;
const ERROR_NAME = 4;
const REPLY_SERIAL = 5;
const DESTINATION = 6;
const SIGNATURE = 8;

const VERSION = 1;
const LITTLE_ENDIAN = 'l'.charCodeAt(0);
const BIG_ENDIAN = 'B'.charCodeAt(0);
const HEADER_BYTES = 16;
const BODY_LENGTH_OFFSET = 4;
const FIELDS_OFFSET = 12;
/** Answers are short. */
const MAX_MESSAGE_BYTES = 131_072;
const MAX_INT32 = 2 ** 31 - 1;

/** What is called, and with which values. */
export interface Call {
  /** The name on the bus, and of the interface. */
  readonly name: string;
  readonly path: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: Buffer;
}

/** A call as it is sent; serials start at 1. */
export function encodeCall({ name, path, member, signature, body = Buffer.alloc(0) }: Call, serial: number): Buffer {
  const header = new Writer();
  header.byte(LITTLE_ENDIAN).byte(METHOD_CALL).byte(0).byte(VERSION).uint32(body.length).uint32(serial);
  header.array(8, () => {
    header.align(8).byte(PATH).variant('o', path);
    header.align(8).byte(DESTINATION).variant('s', name);
    header.align(8).byte(INTERFACE).variant('s', name);
    header.align(8).byte(MEMBER).variant('s', member);
    if (signature !== undefined) header.align(8).byte(SIGNATURE).variant('g', signature);
  });
  return header.align(8).raw(body).bytes();
}

/** The first call on every connection. */
export const HELLO: Call = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', member: 'Hello' };

const NOTIFICATIONS = { name: 'org.freedesktop.Notifications', path: '/org/freedesktop/Notifications' };

/** Asks what the desktop makes of notifications. */
export const GET_CAPABILITIES: Call = { ...NOTIFICATIONS, member: 'GetCapabilities' };

/** Shows a notification (Desktop Notifications Specification, `org.freedesktop.Notifications.Notify`). */
export function notifyCall(request: DesktopRequest): Call {
  const { application, summary, body, urgency, icon, position, timeoutMilliseconds = -1 } = request;
  const writer = new Writer();
  const replaces = 0;
  writer.string(application).uint32(replaces).string('').string(summary).string(body);
  writer.array(4, () => undefined);
  writer.array(8, () => {
    writer.align(8).string('urgency').variant('y', urgency);
    if (icon !== undefined) writer.align(8).string('image-path').variant('s', icon);
    for (const [axis, value] of Object.entries(position ?? {}))
      writer.align(8).string(axis).variant('i', Math.min(value, MAX_INT32));
  });
  writer.int32(timeoutMilliseconds);
  return { ...NOTIFICATIONS, member: 'Notify', signature: 'susssasa{sv}i', body: writer.bytes() };
}

/** What comes from a bus. */
export interface BusMessage {
  readonly kind: number;
  readonly replySerial: number | undefined;
  readonly errorName: string | undefined;
  readonly body: Reader;
}

function readFields(reader: Reader): Map<number, string | number> {
  const fields = new Map<number, string | number>();
  reader.array(8, () => {
    const code = reader.align(8).byte();
    const type = reader.signature();
    if (!/^[ugos]$/.test(type)) throw nonsense();
    fields.set(code, type === 'u' ? reader.uint32() : type === 'g' ? reader.signature() : reader.string());
  });
  return fields;
}

/** Finds a message; throws DeliveryError where there can be none. */
export const findMessage: Find<BusMessage> = (received) => {
  const [order, kind = 0] = received;
  const isLittleEndian = order === LITTLE_ENDIAN;
  if (order !== undefined && !isLittleEndian && order !== BIG_ENDIAN) throw nonsense();
  if (received.length < HEADER_BYTES) return undefined;
  const bodyLength = new Reader(received, isLittleEndian, BODY_LENGTH_OFFSET).uint32();
  const fieldsEnd = HEADER_BYTES + new Reader(received, isLittleEndian, FIELDS_OFFSET).uint32();
  const bodyStart = Math.ceil(fieldsEnd / 8) * 8;
  const bytes = bodyStart + bodyLength;
  if (bytes > MAX_MESSAGE_BYTES) throw nonsense();
  if (received.length < bytes) return undefined;
  const fields = readFields(new Reader(received.subarray(0, fieldsEnd), isLittleEndian, FIELDS_OFFSET));
  const serial = fields.get(REPLY_SERIAL);
  const errorName = fields.get(ERROR_NAME);
  return {
    value: {
      kind,
      replySerial: typeof serial === 'number' ? serial : undefined,
      errorName: typeof errorName === 'string' ? errorName : undefined,
      body: new Reader(received.subarray(bodyStart, bytes), isLittleEndian),
    },
    bytes,
  };
};
