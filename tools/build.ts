/** Compiles `src` to `dist`, unless nothing has changed since the last time: `node tools/build.ts [--force]`. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
const config = 'tsconfig.build.json';

const inputs = [...globSync('src/**', { cwd: root }), 'package.json', 'tsconfig.json', config, 'tools/build.ts'];
// Directories count too: their time changes when a file is removed.
const changed = (file: string): boolean => statSync(join(root, file)).mtimeMs > statSync(stamp).mtimeMs;

if (!process.argv.includes('--force') && existsSync(stamp) && !inputs.some(changed)) process.exit(0);

rmSync(dist, { recursive: true, force: true });
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', config], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

for (const asset of globSync('src/**/*.{css,svg}', { cwd: root })) {
  const target = join(root, asset.replace(/^src/, 'dist'));
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(root, asset), target);
}
chmodSync(join(dist, 'bin', 'apprise-api.js'), 0o755);
writeFileSync(stamp, '');
