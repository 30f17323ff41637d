import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from './en.ts';

const pages = join(import.meta.dirname, '..');

test('every text is used', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: pages }).filter((file) => !file.startsWith('texts'));
  const words = new Set(files.flatMap((file) => readFileSync(join(pages, file), 'utf8').split(/\W+/)));
  // The categories are named by the services.
  const { language: _, categories: __, ...groups } = en;
  const names = Object.values(groups).flatMap((group) => Object.keys(group));
  expect(names.filter((name) => !words.has(name))).toEqual([]);
});
