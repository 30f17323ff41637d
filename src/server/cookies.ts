import { THEMES, type Settings, type Theme } from './environment.ts';

/** What a browser is remembered by: the key it works on and how pages look. */
export interface Preferences {
  readonly key: string;
  readonly theme: Theme;
}

/** What the key of a configuration looks like. */
export const KEY = /^[\w-]{1,128}$/;
const YEAR_SECONDS = 31_536_000;
const MAX_REMEMBERED = 1000;

/** Whether a text can be the key of a configuration. */
export const isKey = (text: string): boolean => KEY.test(text);

const asKey = (text: string | null | undefined): string | undefined => (text && isKey(text) ? text : undefined);

/** The theme whose name a text begins, as `d` begins `dark`; what begins none is the light one. */
function asTheme(text: string | null | undefined): Theme | undefined {
  if (!text) return undefined;
  return THEMES.find((theme) => theme.startsWith(text.toLowerCase())) ?? 'light';
}

function parseCookies(header: string): ReadonlyMap<string, string> {
  const pairs = header.split(';').map((pair) => pair.trim().split('=', 2));
  return new Map(pairs.map(([name = '', value = '']) => [name, value]));
}

/** Reads and writes the two cookies; values that are no key or theme never get into an answer. */
export class Cookies {
  readonly #default: Preferences;
  /** Headers by key and theme: there are few combinations, and most answers carry the default one. */
  readonly #headers = new Map<string, readonly string[]>();

  constructor({ defaultKey, defaultTheme }: Pick<Settings, 'defaultKey' | 'defaultTheme'>) {
    this.#default = { key: defaultKey, theme: defaultTheme };
  }

  /** The preferences of a request: its path and query win over its cookies. */
  read(pathKey: string | undefined, query: URLSearchParams | undefined, header: string | undefined): Preferences {
    if (pathKey === undefined && query === undefined && header === undefined) return this.#default;
    const cookies = header === undefined ? undefined : parseCookies(header);
    return {
      key: pathKey ?? asKey(query?.get('key')) ?? asKey(cookies?.get('key')) ?? this.#default.key,
      theme:
        asTheme(query?.get('theme')) ??
        asTheme(cookies?.get('t')) ??
        asTheme(cookies?.get('theme')) ??
        this.#default.theme,
    };
  }

  /** The headers that make a browser keep its preferences. */
  headers({ key, theme }: Preferences): readonly string[] {
    const name = `${theme} ${key}`;
    let headers = this.#headers.get(name);
    if (headers === undefined) {
      const attributes = `; Max-Age=${YEAR_SECONDS}; Path=/; SameSite=Lax`;
      headers = ['Set-Cookie', `key=${key}${attributes}`, 'Set-Cookie', `theme=${theme}${attributes}`];
      if (this.#headers.size >= MAX_REMEMBERED) this.#headers.clear();
      this.#headers.set(name, headers);
    }
    return headers;
  }
}
