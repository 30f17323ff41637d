/** A number in groups of seven bits, the lowest first: https://protobuf.dev/programming-guides/encoding/#varints */
function varint(number: number): number[] {
  const rest = number >>> 7;
  return rest === 0 ? [number] : [(number & 0x7f) | 0x80, ...varint(rest)];
}

/** A field of a protocol buffer: a whole number below 2^32, or bytes. */
export const protobufField = (field: number, value: number | Uint8Array): Buffer =>
  typeof value === 'number'
    ? Buffer.from([field << 3, ...varint(value)])
    : Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(value.length)]), value]);
