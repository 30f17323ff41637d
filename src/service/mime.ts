import type { Attachment } from './message.ts';

/** A mail address and the name that is shown with it. */
export interface Mailbox {
  readonly name?: string | undefined;
  readonly address: string;
}

/** A part that is already written, headers and content: what is signed must not change any more. */
export interface WrittenPart {
  readonly written: string;
}

/** A MIME message or a part of one, as data; encoded only when it is sent. */
export interface MimePart {
  /** Media type without parameters, as in `multipart/mixed`. */
  readonly type: string;
  /** Of the media type of several parts. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly disposition?: 'attachment' | 'inline';
  readonly filename?: string;
  /** What `cid:` addresses in a sibling part call it. */
  readonly contentId?: string;
  /** Headers beside those of MIME itself, decoded; addresses are given as such, for their names alone are encoded. */
  readonly headers?: readonly (readonly [name: string, value: string | readonly Mailbox[]])[];
  /** Text is sent as UTF-8. */
  readonly content: string | Uint8Array | Attachment | readonly (MimePart | WrittenPart)[];
}

const SPECIAL = /[[\]\\()<>@,:;".]/;

/** A name as it stands before an address: in quotes where it holds what has a meaning there. */
export const quoteName = (name: string): string => (SPECIAL.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name);

/** A mailbox as people write it: `Ann <ann@example.com>`. */
export const formatMailbox = ({ name, address }: Mailbox): string =>
  name ? `${quoteName(name)} <${address}>` : address;
