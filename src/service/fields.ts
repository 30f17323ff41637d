/**
 * A field is one value a service reads from its URL. It is plain data: the reader, the writer, the masked URL, the
 * `details` entry, the reference page and the web form are printed from it.
 *
 * The property name of a field is the name of the setting (`map_to` in `details`); `key` is its name in the URL
 * contract, where that differs.
 */
interface Common {
  readonly label: string;
  readonly key?: string;
  /** `true` is published and enforced; `'published'` is only said in `details`, as the reference does for some. */
  readonly required?: boolean | 'published';
  /** Other query names, published in `details` as aliases; may name the field itself when a token is also an argument. */
  readonly aliases?: readonly string[];
  /** Query names that are read but not published. */
  readonly undocumented?: readonly string[];
  /** Which values are accepted, said in `details`; beside a `read`, which refuses by itself, only said. */
  readonly pattern?: RegExp;
  /** What `details` says where it is not what is enforced; an undefined pattern publishes none. */
  readonly published?: Published;
  /** Like `pattern`, but only enforced. */
  readonly check?: RegExp;
  /** How a masked URL shows it: `ends` is `a...z`, `tail` is `...wxyz`, `all` is `****`. Secrets default to `ends`. */
  readonly mask?: Mask | 'none';
  /** Characters that stay as they are in the URL. */
  readonly safe?: string;
  /** When the URL writes it as a query argument. Flags and fields with a default: always; others: when set. */
  readonly written?: 'always' | 'set' | 'changed' | 'never';
  /** Written behind the common options instead of before them. */
  readonly late?: boolean;
  /** The query name it is written with, where that is not `key`. */
  readonly writtenAs?: string;
  /** Published as a token, though no template names it. */
  readonly token?: boolean;
  /** The setting it publishes (`map_to`), where two fields share one. */
  readonly mapTo?: string;
  /** Marks a value in a URL, as `@` in `@name`; published in `details`. */
  readonly prefix?: string;
  /** Read and written, but not shown in `details`. */
  readonly unpublished?: boolean;
  /** Read from the query by the definition's own `read`, which puts it together with others. */
  readonly unread?: boolean;
}
export interface Published {
  readonly pattern?: readonly [source: string, flags: string | null] | undefined;
  readonly type?: string;
  readonly private?: boolean;
  /** Values that are suggested; others are taken too. */
  readonly values?: readonly string[];
}
/** How a secret is shown; a function where only a part of a text is one. */
export type Mask = 'ends' | 'tail' | 'all' | ((text: string) => string);

export interface TextField extends Common {
  readonly kind: 'text' | 'secret';
  readonly default?: string;
  /** The value to keep; undefined refuses the URL. */
  readonly read?: (text: string) => string | undefined;
  /** Kept as it is, even when empty or blank: credentials of a host. */
  readonly verbatim?: boolean;
}
export interface HostField extends Common {
  readonly kind: 'host';
}
export interface PortField extends Common {
  readonly kind: 'port';
  /** In the identity only when it is written; otherwise the port of the scheme stands for it. */
  readonly bare?: boolean;
  /** Taken where none is written, and not written itself. */
  readonly default?: number;
  /** The ports of the plain and the secure scheme, which no URL writes, where they are not 80 and 443. */
  readonly standard?: readonly [plain: number, secure: number];
}
/** The whole path of a URL, percent-encoded as it is sent; `/` when there is none. */
export interface PathField extends Common {
  readonly kind: 'path';
  readonly default?: '/';
}
export interface FlagField extends Common {
  readonly kind: 'flag';
  readonly default?: boolean;
  /** What a URL writes, where it is not `no` and `yes`. */
  readonly names?: readonly [no: string, yes: string];
}
export interface IntegerField extends Common {
  readonly kind: 'integer' | 'float';
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
  /** A value out of range or no number at all means the default instead of refusing the URL. */
  readonly lenient?: boolean;
}
export interface ChoiceField extends Common {
  readonly kind: 'choice';
  readonly values: readonly (string | number)[];
  readonly default?: string | number;
  /**
   * `exact` (ignoring case; the default), `prefix`: the first value or synonym that starts with what is given, or
   * `start`: the longest of the `synonyms` that what is given starts with.
   */
  readonly match?: 'exact' | 'prefix' | 'start';
  /** An unknown value means the default instead of refusing the URL. */
  readonly lenient?: boolean;
  /** Values that are read as one of `values`. */
  readonly synonyms?: Readonly<Record<string, string | number>>;
  /** What a URL writes for each of `values`, in their order, where it is not the value itself. */
  readonly names?: readonly string[];
}
export interface ListField extends Common {
  readonly kind: 'list';
  /** Kinds of items that are published; the service tells them apart by itself. */
  readonly kinds?: Readonly<Record<string, RecipientKind>>;
  /** How query values are cut into items; the default cuts at white space, commas and slashes. */
  readonly split?: (text: string) => readonly string[];
  /** Each item once, in alphabetical order; also what stands in the address is cut into items. */
  readonly sorted?: boolean;
  readonly default?: readonly string[];
}
export interface RecipientsField extends Common {
  readonly kind: 'recipients';
  readonly kinds: Readonly<Record<string, RecipientKind>>;
  /** How query values are cut into items, and items of the address that no kind takes as they are. */
  readonly split?: (text: string) => readonly string[];
  readonly sorted?: boolean;
  /**
   * What no kind takes is still written, behind the rest, so that it can be seen and mended; `alone`: only where there
   * is nothing else, so that a URL without valid recipients does not read back as one without any.
   */
  readonly keepInvalid?: boolean | 'alone';
}
/** Name-value pairs given as `+name=value`, `-name=value` or `:name=value`. */
export interface MapField extends Common {
  readonly kind: 'map';
  readonly prefix: '+' | '-' | ':';
}
/** Published only: one query name that stands for several tokens, whichever a service takes it for; `mapTo`: on its own. */
export interface AliasField extends Common {
  readonly kind: 'alias';
  readonly of: readonly string[];
}
export type Field =
  | TextField
  | HostField
  | PortField
  | PathField
  | FlagField
  | IntegerField
  | ChoiceField
  | ListField
  | RecipientsField
  | MapField
  | AliasField;
export type Fields = Readonly<Record<string, Field>>;

/** One kind of recipient: what marks it, what it accepts and how it is kept. */
export interface RecipientKind {
  readonly label: string;
  /** Published name (`target_` + the kind's property name unless given). */
  readonly key?: string;
  readonly prefix?: string;
  readonly pattern?: RegExp;
  readonly published?: Published;
  readonly required?: boolean;
  readonly private?: boolean;
  /** Takes values that carry no prefix, after every other kind has declined. */
  readonly fallback?: boolean;
  /** The value to keep, or undefined if this kind does not take it. The default strips the prefix and tests `pattern`. */
  readonly read?: (value: string) => string | undefined;
  /** The value as it stands in a URL; the default is the prefix and the value. */
  readonly write?: (value: string) => string;
  readonly type?: 'string' | 'int';
  /** The values published for it, where there are only these. */
  readonly values?: readonly string[];
  /** Not published as a kind of its own in `details`. */
  readonly unpublished?: boolean;
}

type Options<Own extends Common> = Omit<Own, 'kind' | 'label'>;

export const field = {
  text: <const O extends Options<TextField>>(label: string, options = {} as O) =>
    ({ kind: 'text', label, ...options }) as const,
  secret: <const O extends Options<TextField>>(label: string, options = {} as O) =>
    ({ kind: 'secret', label, ...options }) as const,
  host: <const O extends Options<HostField>>(options = {} as O) =>
    ({ kind: 'host', label: 'Hostname' as string, required: true, ...options }) as const,
  port: <const O extends Options<PortField>>(options = {} as O) =>
    ({ kind: 'port', label: 'Port' as string, ...options }) as const,
  path: <const O extends Options<PathField>>(options = {} as O) =>
    ({ kind: 'path', label: 'Path', unpublished: true as boolean, ...options }) as const,
  flag: <const O extends Options<FlagField>>(label: string, options = {} as O) =>
    ({ kind: 'flag', label, ...options }) as const,
  integer: <const O extends Options<IntegerField>>(label: string, options = {} as O) =>
    ({ kind: 'integer', label, ...options }) as const,
  float: <const O extends Options<IntegerField>>(label: string, options = {} as O) =>
    ({ kind: 'float', label, ...options }) as const,
  choice: <
    const V extends string | number,
    const O extends Omit<Options<ChoiceField>, 'values' | 'default'> & { default?: V },
  >(
    label: string,
    values: readonly V[],
    options = {} as O,
  ) => ({ kind: 'choice', label, values, ...options }) as const,
  list: <const O extends Options<ListField>>(label: string, options = {} as O) =>
    ({ kind: 'list', label, ...options }) as const,
  recipients: <
    const K extends Readonly<Record<string, RecipientKind>>,
    const O extends Omit<Options<RecipientsField>, 'kinds'> & { label?: string },
  >(
    kinds: K,
    options = {} as O,
  ) =>
    ({
      kind: 'recipients',
      label: 'Targets' as string,
      aliases: ['to'] as readonly string[],
      kinds,
      ...options,
    }) as const,
  map: <const O extends Omit<Options<MapField>, 'prefix'>, const P extends MapField['prefix']>(
    label: string,
    prefix: P,
    options = {} as O,
  ) => ({ kind: 'map', label, prefix, ...options }) as const,
  alias: <const O extends Pick<AliasField, 'key' | 'mapTo'>>(label: string, of: readonly string[], options = {} as O) =>
    ({ kind: 'alias', label, of, ...options }) as const,
};

/** The fields of a service on a host of the user's choice: `[{user}[:{password}]@]{host}[:{port}]`. */
export const hostFields = {
  host: field.host(),
  port: field.port(),
  user: field.text('Username', { verbatim: true }),
  password: field.secret('Password', { mask: 'all', verbatim: true }),
} as const;
export const HOST_TEMPLATE = '[{user}[:{password}]@]{host}[:{port}]';

/** What a recipients field reads to: the values of each kind in the order given, and what no kind took. */
export type Recipients<K extends string> = { readonly [P in K]: readonly string[] } & {
  readonly invalid: readonly string[];
};

type ValueOf<F> = F extends { kind: 'flag' }
  ? boolean
  : F extends { kind: 'choice'; values: readonly (infer V)[] }
    ? V
    : F extends { kind: 'list' }
      ? readonly string[]
      : F extends { kind: 'recipients'; kinds: infer K }
        ? Recipients<keyof K & string>
        : F extends { kind: 'integer' | 'float' | 'port' }
          ? number
          : F extends { kind: 'map' }
            ? ReadonlyMap<string, string>
            : F extends { kind: 'alias' }
              ? undefined
              : string;
type Absent<F> = F extends
  | { required: true }
  | { default: unknown }
  | { kind: 'list' | 'recipients' | 'flag' | 'map' | 'path' }
  ? never
  : undefined;

/** The settings a set of fields reads to: required, defaulted and plural ones are always there. */
export type SettingsOf<F extends Fields> = { readonly [N in keyof F]: ValueOf<F[N]> | Absent<F[N]> };

/** The name of a field in the URL contract. */
export const keyOf = (name: string, { key = name }: Field): string => key;
export const isPlural = (field: Field): field is ListField | RecipientsField =>
  field.kind === 'list' || field.kind === 'recipients';

/** A recipient as a URL names it. */
export const writeRecipient = ({ write, prefix = '' }: RecipientKind, item: string): string =>
  write ? write(item) : prefix + item;
