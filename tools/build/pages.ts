import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'rolldown';
import { examplesPlugin } from './examples.ts';

/** Definitions hash and sign while they send, which no browser does: it gets an empty module. */
const withoutNode: Plugin = {
  name: 'without-node',
  resolveId: (source) => (source.startsWith('node:') ? { id: `\0${source}`, moduleSideEffects: false } : undefined),
  load: (id) => (id.startsWith('\0node:') ? 'export {};' : undefined),
};

/** Builds what browsers load: scripts and style sheets carry a hash in their names, so that they may be kept for ever. */
export async function buildPages(root: string, directory: string): Promise<void> {
  const source = join(root, 'src', 'web');
  await build({
    cwd: root,
    input: { app: join(source, 'app.tsx'), docs: join(source, 'docs.ts') },
    platform: 'browser',
    plugins: [withoutNode, examplesPlugin(root)],
    shimMissingExports: true,
    transform: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    tsconfig: false,
    output: {
      dir: directory,
      minify: true,
      entryFileNames: '[name]-[hash].js',
      chunkFileNames: '[name]-[hash].js',
    },
    // The only thing to be told of otherwise is that empty modules are empty.
    onLog: (level, log, handler) => {
      if (log.code !== 'SHIMMED_EXPORT') handler(level, log);
    },
    logLevel: 'warn',
  });
  for (const name of ['style', 'docs']) {
    const style = readFileSync(join(source, `${name}.css`));
    const hash = createHash('sha256').update(style).digest('hex').slice(0, 8);
    writeFileSync(join(directory, `${name}-${hash}.css`), style);
  }
  copyFileSync(join(source, 'icon.svg'), join(directory, 'icon.svg'));
}
