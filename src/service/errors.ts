/** The base of every error this package raises on purpose: `code` is stable, the message holds no secret. */
export abstract class AppriseError extends Error {
  abstract readonly code: string;
}

export type UrlErrorCode = 'unknown-scheme' | 'malformed-url' | 'missing-field' | 'invalid-field' | 'service-disabled';

const URL_PROBLEMS: Readonly<Record<UrlErrorCode, string>> = {
  'unknown-scheme': 'no service answers to this URL',
  'malformed-url': 'the URL cannot be read',
  'missing-field': 'a required field is missing',
  'invalid-field': 'a field has an invalid value',
  'service-disabled': 'the service is disabled',
};

/** A service URL that does not load; `field` names what is wrong with it, never its value. */
export class UrlError extends AppriseError {
  override readonly name = 'UrlError';
  readonly code: UrlErrorCode;
  readonly field: string | undefined;
  readonly service: string | undefined;

  constructor(code: UrlErrorCode, detail: { field?: string | undefined; service?: string | undefined } = {}) {
    const { field, service } = detail;
    super([service, URL_PROBLEMS[code] + (field === undefined ? '' : ` (${field})`)].filter(Boolean).join(': '));
    this.code = code;
    this.field = field;
    this.service = service;
  }
}

export type MessageErrorCode = 'empty' | 'attachment-unreadable' | 'attachment-unsupported' | 'too-large';

/** A message that cannot be sent to anyone as it stands. */
export class MessageError extends AppriseError {
  override readonly name = 'MessageError';
  readonly code: MessageErrorCode;

  constructor(code: MessageErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type DeliveryErrorCode =
  | 'unreachable'
  | 'timed-out'
  | 'unauthorized'
  | 'rate-limited'
  | 'refused'
  | 'service-failed'
  | 'invalid-message';

export interface DeliveryFailure {
  readonly code: DeliveryErrorCode;
  /** One sentence for the log; never holds a secret. */
  readonly reason: string;
  /** The status of the answer, where there was one. */
  readonly status?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** Why one attempt did not deliver: returned in the report, and thrown only inside a definition's `deliver`. */
export class DeliveryError extends AppriseError {
  override readonly name = 'DeliveryError';
  readonly code: DeliveryErrorCode;
  readonly status: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor({ code, reason, status, retryAfterSeconds }: DeliveryFailure) {
    super(reason);
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
