import { DeliveryError } from '../../service/errors.ts';

const padding = (offset: number, size: number): number => (size - (offset % size)) % size;

/** Values one after the other, each at a multiple of its size (D-Bus specification, "Marshaling"). */
export class Writer {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  align(size: number): this {
    return this.raw(Buffer.alloc(padding(this.#length, size)));
  }

  byte(value: number): this {
    return this.raw(Buffer.of(value));
  }

  uint32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return this.align(4).raw(bytes);
  }

  int32(value: number): this {
    return this.uint32(value >>> 0);
  }

  /** Texts end with a zero, and have none in them. */
  string(value: string): this {
    const text = Buffer.from(value.replaceAll('\0', ''));
    return this.uint32(text.length).raw(text).byte(0);
  }

  signature(value: string): this {
    return this.byte(value.length).raw(Buffer.from(value)).byte(0);
  }

  variant(signature: 'y' | 'i' | 's' | 'o' | 'g', value: string | number): this {
    this.signature(signature);
    if (typeof value === 'number') return signature === 'y' ? this.byte(value) : this.int32(value);
    return signature === 'g' ? this.signature(value) : this.string(value);
  }

  /** `size`: what the items are aligned to. */
  array(size: number, write: () => void): this {
    const length = Buffer.alloc(4);
    this.align(4).raw(length).align(size);
    const start = this.#length;
    write();
    length.writeUInt32LE(this.#length - start);
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return this;
  }
}

/** What to make of bytes that are no message, or not a whole one. */
export const nonsense = (): DeliveryError =>
  new DeliveryError({ code: 'service-failed', reason: 'What the desktop answers makes no sense' });

/** Takes values one after the other; throws DeliveryError where there is none. */
export class Reader {
  readonly #bytes: Buffer;
  readonly #isLittleEndian: boolean;
  #offset: number;

  constructor(bytes: Buffer, isLittleEndian: boolean, offset = 0) {
    this.#bytes = bytes;
    this.#isLittleEndian = isLittleEndian;
    this.#offset = offset;
  }

  align(size: number): this {
    this.#offset += padding(this.#offset, size);
    return this;
  }

  byte(): number {
    return this.#take(1).readUInt8();
  }

  uint32(): number {
    const bytes = this.align(4).#take(4);
    return this.#isLittleEndian ? bytes.readUInt32LE() : bytes.readUInt32BE();
  }

  string(): string {
    return this.#text(this.uint32());
  }

  signature(): string {
    return this.#text(this.byte());
  }

  /** Calls for every item of an array whose items are aligned so. */
  array(size: number, read: () => void): void {
    const length = this.uint32();
    const end = this.align(size).#offset + length;
    while (this.#offset < end) read();
  }

  #text(length: number): string {
    const text = this.#take(length).toString();
    this.#take(1);
    return text;
  }

  #take(count: number): Buffer {
    const end = this.#offset + count;
    if (end > this.#bytes.length) throw nonsense();
    const bytes = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return bytes;
  }
}
