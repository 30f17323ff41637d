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
  server: ['text', 'service', 'services', 'transport', 'engine', 'attachments', 'store', 'config', 'runtime.ts'],
  web: ['text', 'service'],
  bin: ['server'],
};

interface Import {
  readonly file: string;
  readonly layer: string;
  readonly target: string;
}

const files = globSync('**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
const layerOf = (path: string): string => path.split('/')[0]!;
const source = (file: string): string => readFileSync(join(root, file), 'utf8');
const imports: Import[] = files.flatMap((file) =>
  [...source(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) => ({
    file,
    layer: layerOf(file),
    target: target!.startsWith('.') ? relative(root, normalize(join(root, dirname(file), target!))) : target!,
  })),
);
const local = imports.filter(({ target }) => target.endsWith('.ts') || target.endsWith('.json'));

test('layers import downward only', () => {
  const upward = local
    .filter(({ file }) => file.includes('/'))
    .filter(({ layer, target }) => layerOf(target) !== layer && !BELOW[layer]?.includes(layerOf(target)));
  expect(upward).toEqual([]);
});

test('what runs in a browser imports nothing of Node', () => {
  const foreign = imports.filter(
    ({ layer, target }) =>
      (layer === 'text' || layer === 'web') && (target.startsWith('node:') || !target.endsWith('.ts')),
  );
  expect(foreign).toEqual([]);
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
