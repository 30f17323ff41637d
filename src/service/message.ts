import type { Format } from '../text/format.ts';

export const MESSAGE_TYPES = ['info', 'success', 'warning', 'failure'] as const;
/** What a notification is about; services choose colours, icons and priorities by it. */
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** A file to send: its content is read when needed and never held whole unless a service asks for it. */
export interface Attachment {
  readonly name: string;
  /** Media type, as in `image/png`. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly source: { readonly path: string } | { readonly bytes: Uint8Array };
}

/** One notification as a service gets it: already converted to its format and cut to its limits. */
export interface Message {
  readonly title: string;
  readonly body: string;
  readonly type: MessageType;
  /** The format of `body`: what the service asked for. */
  readonly format: Format;
  /** The format it was written in, and converted from; undefined if nobody said. */
  readonly writtenIn?: Format | undefined;
  readonly attachments: readonly Attachment[];
}
