import { TransportError } from './errors.ts';
import { parseHead, type ReplyHead } from './head.ts';

/** Takes a reply as it comes in. */
export interface Receiver {
  /** Called once with the head; may throw a TransportError to refuse the reply. */
  begin(head: ReplyHead): void;
  /** A piece of the body, in the buffer during the call only; false when no more of it is wanted. */
  receive(buffer: Buffer, start: number, end: number): boolean;
}

type State = 'head' | 'length' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'until-close' | 'done';

const MAX_HEAD_BYTES = 64 * 1024;
/** A head is mostly shorter, and what stands behind it is no text to make and to keep. */
const HEAD_PIECE_BYTES = 4096;
const MAX_CHUNK_LINE_BYTES = 4096;
const CHUNK_SIZE = /^([\da-f]{1,12})[ \t]*(?:;.*)?$/i;
const NEWLINE = 0x0a;

const malformed = (what: string): TransportError =>
  new TransportError('protocol', 'reply', `The reply is malformed: ${what}`);

const hasNoBody = (status: number): boolean => status === 204 || status === 304;

/** Reads the replies of one connection, one after the other, out of whatever pieces they come in. */
export class ReplyReader {
  /** A byte of the reply has come. */
  started = false;
  /** The body has ended before its end, or is not wanted to its end. */
  truncated = false;
  head: ReplyHead | undefined;
  #state: State = 'done';
  /** The connection has ended, or more has come than the reply and nobody knows what the next bytes belong to. */
  #spoiled = false;
  #receiver: Receiver | undefined;
  #withoutBody = false;
  /** What has come of a head or line that is not complete. */
  #text = '';
  /** Bytes of the length or chunk, or of the trailer's limit, that are still to come. */
  #remaining = 0;
  #lastHeadText = '';
  #lastHead: ReplyHead | undefined;

  get done(): boolean {
    return this.#state === 'done';
  }

  /** Whether another request may follow on the connection. */
  get reusable(): boolean {
    return this.done && !this.truncated && !this.#spoiled && this.head !== undefined && this.head.keepAlive;
  }

  /** Expects a reply; one to HEAD has no body whatever its head says. */
  expect(receiver: Receiver, withoutBody: boolean): void {
    this.#receiver = receiver;
    this.#withoutBody = withoutBody;
    this.#state = 'head';
    this.#text = '';
    this.head = undefined;
    this.started = false;
    this.truncated = false;
  }

  /** Lets go of who took the reply, and with it of everything that belongs to the request. */
  release(): void {
    this.#receiver = undefined;
  }

  /** Takes the first `end` bytes of a buffer. */
  read(buffer: Buffer, end: number): void {
    this.started = true;
    let start = 0;
    while (this.#state === 'head' && start < end) start = this.#readHead(buffer, start, end);
    while (this.#state !== 'done' && start < end) start = this.#readBody(buffer, start, end);
    if (start < end) this.#spoiled = true;
  }

  /** The other side has closed; true if the reply can be taken as it is. */
  readEnd(): boolean {
    this.#spoiled = true;
    if (this.#state === 'head') return false;
    this.truncated = this.#state !== 'until-close';
    this.#state = 'done';
    return true;
  }

  #readHead(buffer: Buffer, start: number, end: number): number {
    const earlier = this.#text.length;
    const pieceEnd = Math.min(end, start + HEAD_PIECE_BYTES);
    const text = this.#text + buffer.toString('latin1', start, pieceEnd);
    const stop = text.indexOf('\r\n\r\n', Math.max(0, earlier - 3));
    if (stop === -1 ? text.length >= MAX_HEAD_BYTES : stop > MAX_HEAD_BYTES) throw malformed('its head is too long');
    if (stop === -1) {
      this.#text = text;
      return pieceEnd;
    }
    const headText = text.slice(0, stop + 2);
    // A busy server repeats its head to the byte for a second.
    if (headText !== this.#lastHeadText) {
      this.#lastHead = parseHead(headText);
      this.#lastHeadText = headText;
    }
    this.#text = '';
    this.#begin(this.#lastHead!);
    return start + stop + 4 - earlier;
  }

  #begin(head: ReplyHead): void {
    if (head.status === 101) throw malformed('it switches the protocol');
    if (head.status < 200) return;
    this.head = head;
    this.#remaining = head.contentLength ?? 0;
    if (this.#withoutBody || hasNoBody(head.status) || head.contentLength === 0) this.#state = 'done';
    else if (head.chunked) this.#state = 'chunk-size';
    else this.#state = head.contentLength === undefined ? 'until-close' : 'length';
    this.#receiver!.begin(head);
  }

  #readBody(buffer: Buffer, start: number, end: number): number {
    if (this.#state === 'length' || this.#state === 'chunk') {
      const stop = Math.min(end, start + this.#remaining);
      this.#remaining -= stop - start;
      if (this.#remaining === 0) this.#state = this.#state === 'length' ? 'done' : 'chunk-end';
      this.#deliver(buffer, start, stop);
      return stop;
    }
    if (this.#state === 'until-close') {
      this.#deliver(buffer, start, end);
      return end;
    }
    return this.#readLine(buffer, start, end);
  }

  #deliver(buffer: Buffer, start: number, end: number): void {
    if (this.#receiver!.receive(buffer, start, end)) return;
    this.truncated = true;
    this.#state = 'done';
  }

  #readLine(buffer: Buffer, start: number, end: number): number {
    const newline = buffer.subarray(start, end).indexOf(NEWLINE);
    const stop = newline === -1 ? end : start + newline + 1;
    this.#text += buffer.toString('latin1', start, stop);
    if (this.#text.length > MAX_CHUNK_LINE_BYTES) throw malformed('a line between chunks is too long');
    if (newline === -1) return end;
    if (!this.#text.endsWith('\r\n')) throw malformed('a line between chunks');
    const line = this.#text.slice(0, -2);
    this.#text = '';
    this.#takeLine(line);
    return stop;
  }

  #takeLine(line: string): void {
    if (this.#state === 'chunk-size') {
      const size = CHUNK_SIZE.exec(line);
      if (size === null) throw malformed('the size of a chunk');
      const bytes = Number.parseInt(size[1]!, 16);
      this.#state = bytes === 0 ? 'trailer' : 'chunk';
      this.#remaining = bytes === 0 ? MAX_HEAD_BYTES : bytes;
    } else if (this.#state === 'chunk-end') {
      if (line !== '') throw malformed('the end of a chunk');
      this.#state = 'chunk-size';
    } else {
      this.#remaining -= line.length;
      if (this.#remaining < 0) throw malformed('its trailer is too long');
      if (line === '') this.#state = 'done';
    }
  }
}
