import { Refusal, type RefusalCode } from '../refusal.ts';
import type { Route } from '../router.ts';

const PAGES: Readonly<Record<string, RefusalCode>> = {
  '/_/404': 'not-found',
  '/_/421': 'no-pages',
  '/_/50x': 'system-error',
};

/** The error pages that a proxy shows in place of its own. */
export const errorRoutes = (): readonly Route[] =>
  Object.entries(PAGES).map(([path, code]) => ({
    path,
    view: 'error',
    get() {
      throw new Refusal(code);
    },
  }));
