import type { DeliveryErrorCode } from './errors.ts';

/** Where the notification of one target stands; the last three are final. */
export type TargetState =
  | { readonly state: 'waiting' }
  | { readonly state: 'sending' }
  /** This attempt failed; the next one follows after the delay. */
  | ({ readonly state: 'retry'; readonly maxAttempts: number; readonly delayMs: number } & Cause)
  | { readonly state: 'delivered' }
  | ({ readonly state: 'failed' } & Cause)
  /** Not needed, because targets of a better priority were reached, or given up. */
  | { readonly state: 'skipped' };

/** Why the latest attempt failed. */
export interface Cause {
  readonly code: DeliveryErrorCode;
  /** One sentence; never holds a secret. */
  readonly reason: string;
  /** The status of the answer, where there was one. */
  readonly status?: number | undefined;
}

/** A target of a notification and how far it has come. */
export type TargetProgress = TargetState & {
  /** Its place among the targets of this notification, from 0. */
  readonly index: number;
  /** The name of the service. */
  readonly service: string;
  /** Every secret in it is masked. */
  readonly url: string;
  readonly tags: readonly string[];
  /** A failure does not fail the notification. */
  readonly optional: boolean;
  /** The number of the latest attempt; 0 before the first. */
  readonly attempt: number;
  /** Since the notification began. */
  readonly elapsedMs: number;
};

/** Told whenever a target comes into another state; what it throws is thrown on when everything is delivered. */
export type OnProgress = (progress: TargetProgress) => void;

/** One entry of an answer's log. */
export type LogLine = readonly [level: string, time: string, message: string];

/**
 * What a notification came to: everything required was delivered, nothing was, some was, there was nobody to notify, or
 * time ran out first.
 */
export type ProgressStatus = 'SUCCESS' | 'FAILURE' | 'PARTIAL' | 'NOMATCH' | 'TIMEOUT';

/** The end of a notification that was followed; its counts are of targets. */
export interface ProgressResult {
  readonly status: ProgressStatus;
  readonly targets: number;
  readonly delivered: number;
  readonly failed: number;
  readonly skipped: number;
  /** Neither delivered nor failed nor skipped when time ran out. */
  readonly unfinished: number;
  /** Log lines that were left out because the caller did not read fast enough. */
  readonly omittedLogLines: number;
  readonly elapsedMs: number;
}

/** The events of a notification that is followed over HTTP, by name. */
export interface ProgressEvents {
  readonly log: LogLine;
  readonly target: TargetProgress;
  readonly result: ProgressResult;
}
