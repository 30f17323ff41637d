import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', 'src');

/** What each layer may import beside itself. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  text: [],
  service: ['text'],
  services: ['text', 'service'],
  transport: ['text', 'service'],
  engine: ['text', 'service', 'transport'],
  attachments: ['text', 'service', 'transport'],
  store: ['text', 'service'],
  config: ['text', 'service', 'transport', 'engine'],
  web: ['text', 'service', 'services', 'config'],
  server: ['text', 'service', 'services', 'transport', 'engine', 'attachments', 'store', 'config', 'web', 'runtime.ts'],
  bin: ['server'],
};

interface Import {
  readonly file: string;
  readonly layer: string;
  readonly target: string;
}

const files = globSync('**/*.{ts,tsx}', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
const layerOf = (path: string): string => path.split('/')[0]!;
const source = (file: string): string => readFileSync(join(root, file), 'utf8');
const imports: Import[] = files.flatMap((file) =>
  [...source(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) => ({
    file,
    layer: layerOf(file),
    target: target!.startsWith('.') ? relative(root, normalize(join(root, dirname(file), target!))) : target!,
  })),
);
const local = imports.filter(({ target }) => /\.(?:tsx?|json)$/.test(target));

test('layers import downward only', () => {
  const upward = local
    .filter(({ file }) => file.includes('/'))
    .filter(({ layer, target }) => layerOf(target) !== layer && !BELOW[layer]?.includes(layerOf(target)));
  expect(upward).toEqual([]);
});

/** What a file needs when it runs: types are gone by then. */
const needs = (file: string): string[] =>
  [...source(file).matchAll(/^(?:import|export) (?!type )[^;]*?'([^']+)'|import\('([^']+)'\)/gm)].map(
    ([, fixed, lazy]) => {
      const target = (fixed ?? lazy)!;
      return target.startsWith('.') ? relative(root, normalize(join(root, dirname(file), target))) : target;
    },
  );

/** A file with everything that it needs, and so on. */
function reach(start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const file of reached) if (/\.tsx?$/.test(file)) for (const target of needs(file)) reached.add(target);
  return reached;
}

test('what runs in a browser needs nothing of Node, but what definitions hash and sign with when they send', () => {
  const reached = [...reach('web/app.tsx')];
  expect(reached).toContain('services/index.ts');
  expect(reached.filter((target) => target.startsWith('node:')).toSorted()).toEqual(['node:crypto']);
  expect(reached.filter((target) => /^(?:transport|engine|server|store)\//.test(target))).toEqual([]);
  const pure = imports.filter(
    ({ layer, target }) => layer === 'text' && (target.startsWith('node:') || !target.endsWith('.ts')),
  );
  expect(pure).toEqual([]);
});

test('definitions load where there is no Buffer', () => {
  const load = "delete globalThis.Buffer; await import('./src/services/index.ts')";
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', load], {
    cwd: join(root, '..'),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('the server knows of the pages only what they are told', () => {
  const known = imports.filter(({ layer, target }) => layer === 'server' && layerOf(target) === 'web');
  expect(known.map(({ target }) => target)).toEqual(['web/context.ts']);
});

test('services are pure: no clock, randomness, file or network', () => {
  const impure = files
    .filter((file) => layerOf(file) === 'services')
    .filter((file) =>
      /Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes|process\.|fetch\(/.test(source(file)),
    );
  expect(impure).toEqual([]);
  const foreign = imports.filter(
    ({ layer, target }) =>
      layer === 'services' && target.startsWith('node:') && target !== 'node:crypto' && target !== 'node:zlib',
  );
  expect(foreign).toEqual([]);
});

test('the network is touched in transport, and by the server that listens', () => {
  const network = imports.filter(
    ({ layer, target }) =>
      /^node:(net|tls|dgram|http|https|http2|dns)$/.test(target) && layer !== 'transport' && layer !== 'server',
  );
  expect(network).toEqual([]);
});

test('the environment is read in one file', () => {
  const readers = files.filter((file) => /process\.env/.test(source(file)));
  expect(readers).toEqual(['server/environment.ts']);
});

test('a service is found by its file', () => {
  const named = files
    .filter((file) => /^services\/[^/]+(\/index)?\.ts$/.test(file) && file !== 'services/index.ts')
    .map((file) => ({ file, id: /\bid: '([^']+)'/.exec(source(file))?.[1] }));
  for (const { file, id } of named)
    expect([`services/${id}.ts`, `services/${id}/index.ts`, `services/_${id}.ts`]).toContain(file);
});
