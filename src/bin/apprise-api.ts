#!/usr/bin/env node
import module from 'node:module';
import { versionProblem } from '../server/lifecycle.ts';

const problem = versionProblem(process.versions.node);
if (problem === undefined) {
  // Compiled code is kept between starts, which halves the time a start takes.
  module.enableCompileCache();
  const { start } = await import('../server/start.ts');
  await start();
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
