import type { Dialect } from '../text/dialect.ts';
import type { Format } from '../text/format.ts';
import type { UrlParts } from '../text/url.ts';
import type { Asset, ImageSize } from './asset.ts';
import type { Fields, SettingsOf } from './fields.ts';
import type { HttpRequest, Json, Reply } from './http.ts';
import type { Message, MessageType } from './message.ts';
import type { CommonOptions } from './options.ts';
import type { Pgp } from './pgp.ts';
import type { ProtocolRequest } from './protocols.ts';

export type Category = 'chat' | 'desktop' | 'email' | 'home' | 'incident' | 'push' | 'sms' | 'social' | 'webhook';

/** How much of a message a service takes, in code points; a title of 0 means that it has no titles. */
export interface Limits {
  readonly title?: number;
  readonly body?: number;
  readonly lines?: number;
}

/** How a service gets files: `streamed` from disk into the body, or `inline` with their content in memory. */
export type AttachmentStyle = 'streamed' | 'inline';

/** Known to every service beside its fields. */
export interface BaseSettings {
  /** The scheme the URL was written with. */
  readonly scheme: string;
  readonly secure: boolean;
  readonly options: CommonOptions;
}

/** What a service may know besides its settings and the message; the same context gives the same bytes. */
export interface Context {
  readonly asset: Asset;
  /** The icon of a message type in the service's size, undefined when images are off. */
  image(type: MessageType, size?: ImageSize, extension?: string): string | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  uuid(): string;
  random(bytes: number): Uint8Array;
  /** The identity of this service: names its sessions. */
  readonly identity: string | undefined;
  /** How often this notification has passed an Apprise server, and the id it carries. */
  readonly recursion: { readonly count: number; readonly id: string };
}

/** Values a service keeps between sends, under its identity; safe under concurrent sends. */
export interface Session {
  get(key: string): Promise<Json | undefined>;
  set(key: string, value: Json, options?: { readonly expiresInSeconds?: number }): Promise<void>;
  clear(...keys: string[]): Promise<void>;
  /** Key files of this service. */
  readFile(name: string): Promise<Uint8Array | undefined>;
  writeFile(name: string, content: Uint8Array): Promise<void>;
  /** Runs work that reads, changes and sends as one: no other send of this service runs meanwhile. */
  lock<T>(work: () => Promise<T>): Promise<T>;
  /** Writes what changed to disk, where it is kept there. */
  flush(): Promise<boolean>;
}

/** What a definition with `deliver` may do; every refused request fails the delivery unless it is `tolerated`. */
export interface DeliverContext extends Context {
  /** Sends a request; never throws, and needs no `this`. */
  readonly send: (request: HttpRequest | ProtocolRequest) => Promise<Reply>;
  readonly session: Session;
  /** Values of this process only, shared by all sends of the same identity; without one, by those of the same service. */
  readonly memory: Map<string, unknown>;
  sleep(seconds: number): Promise<void>;
  /** The content of a file the settings name, or undefined if it cannot be read or is longer. */
  readFile(location: string, maxBytes?: number): Promise<Uint8Array | undefined>;
  readonly pgp: Pgp;
  /** The whole content of an attachment. */
  bytes(attachment: Message['attachments'][number]): Promise<Uint8Array>;
  /** Fails the delivery with a reason and goes on. */
  fail(reason: string): void;
}

/** An array is attempted in full, a sequence stops at its first failure. */
export type Plan = HttpRequest | ProtocolRequest | { readonly sequence: readonly Plan[] } | readonly Plan[];

/** A credential obtained by a first request, kept by the engine until it expires. */
export interface SessionRule<R> {
  /** The name it is stored under. */
  readonly key: string;
  open(settings: R & BaseSettings, context: Context): HttpRequest;
  read(reply: Reply): { readonly value: string; readonly expiresInSeconds: number } | undefined;
  /** Whether a refusal means that the credential is no longer good; it is then renewed once. */
  expired?(reply: Reply): boolean;
}

/** The settings of a URL before they are checked: keyed by setting (`map_to`), as YAML options name them. */
export type Raw = Record<string, unknown>;

/** One service: who it is, its limits, its URL, its fields and what it sends. */
export interface Definition<F extends Fields = Fields, R = SettingsOf<Fields>> {
  readonly id: string;
  readonly name: string;
  readonly category: Category;
  /** The vendor's site. */
  readonly homepage?: string;
  /** The set-up page; `https://appriseit.com/services/{scheme}/` unless given. */
  readonly setup?: string;
  /** The first is the one URLs are written with. */
  readonly schemes: { readonly plain?: readonly string[]; readonly secure?: readonly string[] };
  /** URLs are written with the scheme they were read with, and it tells services apart. */
  readonly keepsScheme?: boolean;
  /** The protocol without which it cannot work, where not every machine knows it. */
  readonly needs?: ProtocolRequest['protocol'];
  readonly requirements?: {
    readonly required?: readonly string[];
    readonly recommended?: readonly string[];
    readonly details?: string;
  };

  /** The format it shows messages in, unless the URL says otherwise. */
  readonly format?: Format;
  /** Whether it takes files, and how; a function where that depends on the mode. */
  readonly attachments?: AttachmentStyle | ((settings: R & BaseSettings) => AttachmentStyle | undefined);
  readonly limits?: Limits | ((settings: R & BaseSettings) => Limits);
  /** Title and body share the limit of the body. */
  readonly amalgamateTitle?: boolean;
  /** How it writes Markdown, where messages are converted to it from HTML. */
  readonly dialect?: Dialect | ((settings: R & BaseSettings) => Dialect);
  /** Least time between two requests of one delivery. */
  readonly throttleSeconds?: number;
  readonly imageSize?: ImageSize;
  readonly defaults?: { readonly connectTimeoutSeconds?: number; readonly readTimeoutSeconds?: number };

  /** URL templates as published, without `{schema}://`; brackets hold what may be missing. */
  readonly url: string | readonly string[];
  /** The template URLs are written with, where it is not the first of `url` and a slash. */
  readonly canonical?: string | ((settings: R & BaseSettings) => string);
  /** Whether the common options stand before the service's own in a written URL. */
  readonly commonFirst?: boolean;
  /** Whether the host part must be a host name; by default it must if a field of kind `host` stands there. */
  readonly verifyHost?: boolean;
  /** Read `+` in the values of the query as a blank. */
  readonly plusIsBlank?: boolean;
  /** A service URL for an address of the vendor's own web site. */
  readonly native?: (url: string) => string | undefined;
  readonly fields: F;
  /**
   * Reads what templates cannot say: gets the raw settings the templates gave and changes them; undefined refuses. The
   * query has its say afterwards.
   */
  readonly read?: (raw: Raw, parts: UrlParts) => Raw | undefined;
  /** Infers modes and defaults from checked settings; throws UrlError to refuse. */
  readonly resolve?: (settings: SettingsOf<F> & BaseSettings, raw: Raw) => R;
  /** Values a URL is written from, where they are not the settings. */
  readonly write?: (settings: R & BaseSettings) => Readonly<Record<string, unknown>>;
  /**
   * The settings behind the scheme in the identity, by default the tokens but the targets; a function of all its parts; or
   * `none`, of services that are all one.
   */
  readonly identity?: readonly string[] | 'none' | ((settings: R & BaseSettings) => readonly unknown[]);
  /** How many targets it has; by default the recipients, at least one. */
  readonly count?: (settings: R & BaseSettings) => number;

  readonly session?: SessionRule<R>;
  /** Statuses that mean "done"; 200 unless given. */
  readonly accept?: readonly number[] | '2xx';
  /** The reason, when an accepted status still carries a refusal. */
  readonly failure?: (reply: Reply) => string | undefined;
  /** The meaning of refused statuses, where the vendor documents one. */
  readonly statuses?: Readonly<Record<number, string>>;
  readonly requests?: (
    settings: R & BaseSettings,
    message: Message,
    context: Context & { readonly credential: string },
  ) => Plan;
  /** Instead of `requests`, where a later request needs an earlier reply. */
  readonly deliver?: (settings: R & BaseSettings, message: Message, context: DeliverContext) => Promise<void>;
}

/** Settings of a service whose own type is no longer known. */
export type AnySettings = BaseSettings & Readonly<Record<string, unknown>>;
/** What the rest of the program sees: a definition whose own types are no longer needed. */
export type AnyDefinition = Definition<Fields, AnySettings>;

/** Checks a definition against its own fields and gives it the type under which all services are handled alike. */
export const defineService = <const F extends Fields, R = SettingsOf<F>>(
  definition: Definition<F, NoInfer<R>> & Pick<Definition<F, R>, 'resolve'>,
): AnyDefinition =>
  // The engine passes a definition only settings that its own fields and `resolve` made: its types are checked here and end here.
  definition as unknown as AnyDefinition;
