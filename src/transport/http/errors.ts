/**
 * Why a request has no reply. `unreachable`: no connection, or it broke before the reply; `timed-out`; `certificate`: not
 * trusted, or of another host; `protocol`: the other side does not speak HTTP as it should; `aborted`: the caller gave up;
 * `too-large`: more than the caller takes; `forbidden`: an address that may not be contacted; `invalid`: the request itself
 * cannot be sent.
 */
export type TransportErrorCode =
  | 'unreachable'
  | 'timed-out'
  | 'certificate'
  | 'protocol'
  | 'aborted'
  | 'too-large'
  | 'forbidden'
  | 'invalid';

/** How far a request had come. */
export type TransportPhase = 'request' | 'queue' | 'connect' | 'send' | 'reply';

/** A request without a reply; its message names the host at most, never a path, a query, a header or a body. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: TransportErrorCode;
  readonly phase: TransportPhase;

  constructor(code: TransportErrorCode, phase: TransportPhase, message: string) {
    super(message);
    this.code = code;
    this.phase = phase;
  }
}
