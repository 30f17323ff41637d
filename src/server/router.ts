import { isKey } from './cookies.ts';
import type { Exchange } from './exchange.ts';
import type { Operations } from './openapi/operation.ts';

export type Handler = (exchange: Exchange) => void | Promise<void>;

/** What is done at a path; `{key}` in it stands for the key of a configuration. */
export interface Route {
  readonly path: string;
  /** The name it goes by in metrics. */
  readonly view: string;
  /** For GET and HEAD. */
  readonly get?: Handler;
  readonly post?: Handler;
  /** For every method, whatever it is. */
  readonly any?: Handler;
  /** How its methods are described; files of pages are not. */
  readonly operations?: Operations;
}

/** Where a request leads. */
export type Place =
  | { readonly route: Route; readonly key: string; readonly search: string }
  | { readonly redirect: string }
  | undefined;

const KEY_SUFFIX = '/{key}';

function decodePath(path: string): string | undefined {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The methods of a route as the `Allow` header lists them. */
export const allowedMethods = ({ get, post }: Route): string =>
  [get && 'GET', post && 'POST', get && 'HEAD', 'OPTIONS'].filter(Boolean).join(', ');

/** What answers a method on a route, undefined if nothing does. */
export function handlerOf({ get, post, any }: Route, method: string | undefined): Handler | undefined {
  if (any) return any;
  if (method === 'POST') return post;
  return method === 'GET' || method === 'HEAD' ? get : undefined;
}

/** Finds the route of a request; every path may end in a slash, and nothing else about it is lenient. */
export class Router {
  readonly #fixed = new Map<string, Route>();
  readonly #keyed = new Map<string, Route>();
  readonly #basePath: string;

  /** Routes are found below `basePath` as well as without it. */
  constructor(routes: readonly Route[], basePath: string) {
    this.#basePath = basePath;
    for (const route of routes) {
      const { path } = route;
      if (path.endsWith(KEY_SUFFIX)) this.#keyed.set(path.slice(0, -KEY_SUFFIX.length), route);
      else for (const form of path === '/' ? [path] : [path, `${path}/`]) this.#fixed.set(form, route);
    }
  }

  find(target: string): Place {
    const url = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '');
    const mark = url.indexOf('?');
    const search = mark < 0 ? '' : url.slice(mark);
    const path = decodePath(mark < 0 ? url : url.slice(0, mark));
    if (path === undefined) return undefined;
    if (this.#basePath !== '') {
      if (path === this.#basePath) return { redirect: `${path}/${search}` };
      if (path.startsWith(`${this.#basePath}/`)) return this.#match(path.slice(this.#basePath.length), search);
    }
    return this.#match(path, search);
  }

  #match(path: string, search: string): Place {
    const fixed = this.#fixed.get(path);
    if (fixed) return { route: fixed, key: '', search };
    const whole = path.endsWith('/') ? path.slice(0, -1) : path;
    const cut = whole.lastIndexOf('/');
    const key = whole.slice(cut + 1);
    const route = this.#keyed.get(whole.slice(0, cut));
    return route && isKey(key) ? { route, key, search } : undefined;
  }
}
