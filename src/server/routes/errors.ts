import { Refusal, statusOf, type RefusalCode } from '../refusal.ts';
import type { Operation } from '../openapi/operation.ts';
import type { Route } from '../router.ts';

const PAGES: Readonly<Record<string, RefusalCode>> = {
  '/_/404': 'not-found',
  '/_/421': 'no-pages',
  '/_/50x': 'system-error',
};

const describe = (code: RefusalCode): Operation => ({
  id: `showError${statusOf(code)}`,
  section: 'Pages',
  summary: `What a proxy shows for ${statusOf(code)}`,
  answers: {},
  refusals: [code],
});

/** The error pages that a proxy shows in place of its own. */
export const errorRoutes = (): readonly Route[] =>
  Object.entries(PAGES).map(([path, code]) => ({
    path,
    view: 'error',
    operations: { get: describe(code) },
    get() {
      throw new Refusal(code);
    },
  }));
