import { formatUrl } from '../../../src/service/write.ts';
import { definitions } from '../../../src/services/index.ts';
import type { Judge } from './judge.ts';
import { describe, load, needs } from './services.ts';

export const judge: Judge<{ readonly url: string }> = ({ in: { url }, out }) => {
  const { recognised_by: expected } = out as { readonly recognised_by: readonly string[] };
  for (const name of expected) needs(name);
  const recognised = definitions
    .filter(({ native }) => native?.(url) !== undefined)
    .map(({ name }) => name)
    .toSorted();
  const service = load(url);
  if (!service) return { recognised_by: recognised, valid: false };
  const again = load(formatUrl(service));
  return {
    recognised_by: recognised,
    valid: true,
    ...describe(service),
    reloaded_url: again ? formatUrl(again) : null,
  };
};
