import type { DeliveryErrorCode } from '../service/errors.ts';
import type { Service } from '../service/load.ts';

/** Why an attempt did not deliver. */
export interface Failure {
  readonly code: DeliveryErrorCode;
  /** One sentence; never holds a secret. */
  readonly reason: string;
  readonly status?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** One try to deliver to one service: every piece of the message, every target. */
export interface Attempt {
  readonly failures: readonly Failure[];
  readonly milliseconds: number;
}

/** What became of one service's notification; delivered if the last attempt had no failure. */
export interface Outcome {
  readonly service: Service;
  readonly delivered: boolean;
  /** The failure is not counted against the notification. */
  readonly optional: boolean;
  readonly attempts: readonly Attempt[];
}

/**
 * What became of a notification. `result` is Apprise's: true when everything required was delivered, false when
 * something failed or there was nothing valid to send, undefined when no service matched.
 */
export interface Report {
  readonly result: boolean | undefined;
  readonly outcomes: readonly Outcome[];
}

/** What happens while a notification is delivered, in order; log lines and live progress are made of these. */
export type DeliveryEvent =
  | { readonly kind: 'no-services' }
  | { readonly kind: 'no-content' }
  | { readonly kind: 'started'; readonly count: number }
  | { readonly kind: 'delivered'; readonly service: Service; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly service: Service; readonly failure: Failure }
  | { readonly kind: 'retrying'; readonly service: Service; readonly attempt: number; readonly of: number }
  | { readonly kind: 'failure-ignored'; readonly service: Service };
export type Observe = (event: DeliveryEvent) => void;
