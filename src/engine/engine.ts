import type { Format } from '../text/format.ts';
import type { Attachment, MessageType } from '../service/message.ts';
import type { Service } from '../service/load.ts';
import type { Tag, TagFilter } from '../service/tags.ts';
import type { Observe, Report } from './report.ts';

/** A service as a configuration lists it. */
export interface Entry {
  readonly service: Service;
  readonly tags: readonly Tag[];
}

/** A notification as a caller gives it. */
export interface Notification {
  readonly title?: string;
  readonly body?: string;
  readonly type?: MessageType;
  /** The format the body is written in; undefined leaves it as it is for every service. */
  readonly format?: Format | undefined;
  readonly attachments?: readonly Attachment[];
  /** Which services; undefined is all of them. */
  readonly filter?: TagFilter;
  /** How often the notification has passed an Apprise server, and the id it carries. */
  readonly recursion?: { readonly count: number; readonly id: string };
  readonly observe?: Observe;
}

/** Delivers notifications; one per process, it owns the connections to targets. */
export interface Engine {
  notify(entries: readonly Entry[], notification: Notification): Promise<Report>;
  /** Waits for running deliveries up to the bound, then closes every connection. */
  close(graceSeconds?: number): Promise<void>;
}
