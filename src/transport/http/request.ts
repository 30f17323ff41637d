/** A piece of a body; a file is read while it is sent and must have the size that is told. */
export type BodyPart = Uint8Array | string | { readonly path: string; readonly bytes: number };

/** Text is sent as UTF-8; parts follow each other without anything in between. */
export type Body = Uint8Array | string | readonly BodyPart[];

/** Names and values as they go on the wire. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** A request as it goes on the wire, but for what the connection decides: length, framing and, unless given, `Host`. */
export interface WireRequest {
  /** Any token; every method may have a body. */
  readonly method: string;
  /** Absolute, http or https, percent-encoded, without user and password. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: Body | undefined;
}

/** How a request is sent and how long it may take. */
export interface WireOptions {
  /** For name, connection and TLS handshake together. */
  readonly connectTimeoutSeconds: number;
  /** For each silence between two bytes. */
  readonly readTimeoutSeconds: number;
  /** Whether the certificate must be trusted and of this host. */
  readonly verify: boolean;
  readonly followRedirects: boolean;
  /** Refuse loopback, private and other addresses that are not of the public internet, after redirects too. */
  readonly publicOnly?: boolean | undefined;
  /** Refuse what is not over TLS, after redirects too. */
  readonly secureOnly?: boolean | undefined;
  /** Milliseconds since 1970 at which everything ends. */
  readonly deadline?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A longer body is cut, its connection closed; one MiB unless given. */
  readonly maxReplyBytes?: number | undefined;
}

/** What came back. */
export interface WireReply {
  readonly status: number;
  /** By lower-case name; those of one name are joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
  /** Decoded from its `Content-Encoding`. */
  readonly body: Uint8Array;
  /** The body is not all that was sent: too long, or the connection broke. */
  readonly truncated: boolean;
  /** The value of a header by its lower-case name. */
  header(name: string): string | undefined;
  /** The body as UTF-8. */
  text(): string;
}
