import type { Attachment } from './message.ts';

/** A MIME message or a part of one, as data; encoded only when it is sent. */
export interface MimePart {
  /** Media type without parameters, as in `multipart/mixed`. */
  readonly type: string;
  readonly charset?: string;
  /** Further parameters of the media type. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly disposition?: 'attachment' | 'inline';
  readonly filename?: string;
  readonly contentId?: string;
  /** Headers beside the `Content-*` ones, decoded. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly content: string | Uint8Array | Attachment | readonly MimePart[];
}
