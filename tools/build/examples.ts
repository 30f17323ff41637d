import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'rolldown';

const NAME = 'virtual:examples';

interface Vector {
  readonly url: string;
  readonly refused?: string;
}

/** The first URL that loads in the vectors of each service, by the id of the service. */
function readExamples(services: string): Record<string, string> {
  const files = globSync(['*.vectors.json', '*/vectors.json'], { cwd: services });
  return Object.fromEntries(
    files.toSorted().flatMap((file) => {
      const id = basename(file) === 'vectors.json' ? dirname(file) : basename(file, '.vectors.json');
      const vectors = JSON.parse(readFileSync(join(services, file), 'utf8')) as readonly Vector[];
      const example = vectors.find(({ refused }) => refused === undefined);
      return example ? [[id, example.url]] : [];
    }),
  );
}

/** Gives the pages a URL of each service as an example. */
export const examplesPlugin = (root: string): Plugin => ({
  name: 'examples',
  resolveId: (source) => (source === NAME ? `\0${NAME}` : undefined),
  load: (id) =>
    id === `\0${NAME}`
      ? `export const examples = ${JSON.stringify(readExamples(join(root, 'src', 'services')))};`
      : undefined,
});
