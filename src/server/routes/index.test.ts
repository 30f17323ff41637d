import { describe, expect, it } from 'vitest';
import type { ServerContext } from '../context.ts';
import { readSettings } from '../environment.ts';
import { operationsOf } from '../openapi/document.ts';
import { createRoutes } from './index.ts';

const routes = createRoutes({ settings: readSettings({}) } as ServerContext);

describe('routes', () => {
  it('are found by paths of their own', () => {
    const paths = routes.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it.each(routes)('$path describes what it answers to, unless it is a file of the pages', (route) => {
    const methods = [(route.get ?? route.any) && 'get', route.post && 'post'].filter(Boolean);
    expect(Object.keys(route.operations ?? {})).toEqual(route.view === 'asset' ? [] : methods);
  });

  it('name every operation differently', () => {
    const ids = operationsOf(routes).map(({ operation }) => operation.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
