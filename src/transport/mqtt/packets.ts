import type { MqttMessage, MqttRequest } from '../../service/protocols.ts';
import type { Find } from '../peer.ts';

/** Kinds of packets, as the first half of their first byte has them. */
export const CONNACK = 2;
export const PUBACK = 4;
export const PUBREC = 5;
export const PUBCOMP = 7;
export const PINGRESP = 13;
export const DISCONNECT = 14;

export interface Packet {
  readonly kind: number;
  readonly body: Buffer;
}

const KEEP_ALIVE_SECONDS = 30;
const MAX_LENGTH_BYTES = 4;

const LEVELS: Readonly<Record<MqttRequest['version'], readonly [name: string, level: number]>> = {
  'v3.1': ['MQIsdp', 3],
  'v3.1.1': ['MQTT', 4],
  'v5.0': ['MQTT', 5],
};

function encodeLength(length: number): number[] {
  const digits: number[] = [];
  let rest = length;
  do {
    const digit = rest % 128;
    rest = Math.floor(rest / 128);
    digits.push(rest > 0 ? digit | 128 : digit);
  } while (rest > 0);
  return digits;
}

const number16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([number16(bytes.length), bytes]);
}

function packet(first: number, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([first, ...encodeLength(length)]), ...parts]);
}

/** Version 5 has properties in most packets; none are sent. */
const noProperties = (version: MqttRequest['version']): Buffer => Buffer.alloc(version === 'v5.0' ? 1 : 0);

export function encodeConnect({ version, cleanSession, login }: MqttRequest, clientId: string): Buffer {
  const [name, level] = LEVELS[version];
  const { user, password } = login ?? {};
  const flags = (cleanSession ? 2 : 0) | (user === undefined ? 0 : 128) | (password === undefined ? 0 : 64);
  return packet(
    0x10,
    text(name),
    Buffer.from([level, flags]),
    number16(KEEP_ALIVE_SECONDS),
    noProperties(version),
    ...[clientId, user, password].filter((part) => part !== undefined).map(text),
  );
}

export const encodePublish = (
  { topic, payload, qos, retain }: MqttMessage,
  id: number,
  version: MqttRequest['version'],
): Buffer =>
  packet(
    0x30 | (qos << 1) | (retain ? 1 : 0),
    text(topic),
    qos > 0 ? number16(id) : Buffer.alloc(0),
    noProperties(version),
    Buffer.from(payload),
  );

export const encodeRelease = (id: number): Buffer => packet(0x62, number16(id));
export const PING: Buffer = packet(0xc0);
export const GOODBYE: Buffer = packet(0xe0);

/** Finds a whole packet. */
export const findPacket: Find<Packet> = (received) => {
  let length = 0;
  for (let index = 1; index <= MAX_LENGTH_BYTES; index++) {
    const digit = received[index];
    if (digit === undefined) return undefined;
    length += (digit & 127) * 128 ** (index - 1);
    if (digit >= 128 && index < MAX_LENGTH_BYTES) continue;
    const end = index + 1 + length;
    if (received.length < end) return undefined;
    return { value: { kind: received[0]! >> 4, body: received.subarray(index + 1, end) }, bytes: end };
  }
  return undefined;
};
