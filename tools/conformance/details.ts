import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyDefinition } from '../../src/service/define.ts';
import { detailsOf } from '../../src/service/details.ts';
import { definitionOf } from './wire.ts';
import { Tally, type CorpusResult, type RunOptions } from './runner.ts';

interface Recorded extends Readonly<Record<string, unknown>> {
  readonly service_name: string;
}

/** Compares each service's entry of `/details` with the recorded one; whether it is enabled depends on the machine. */
export async function run({ dir, file, departures }: RunOptions): Promise<CorpusResult> {
  const tally = new Tally(file === undefined ? 'details' : `details/${file}`, departures);
  const { schemas } = JSON.parse(readFileSync(join(dir, 'details.json'), 'utf8')) as { schemas: Recorded[] };
  const definitions: readonly (AnyDefinition | undefined)[] =
    file === undefined
      ? ((await import('../../src/services/index.ts')) as { definitions: readonly AnyDefinition[] }).definitions
      : [await definitionOf(file)];
  for (const { enabled: _, ...recorded } of schemas) {
    const definition = definitions.find((known) => known?.name === recorded.service_name);
    if (!definition) {
      if (file === undefined) tally.skip('the service is not in yet');
      continue;
    }
    tally.check({ id: definition.id, out: recorded }, detailsOf(definition));
  }
  return { corpus: 'details', tallies: [tally] };
}
